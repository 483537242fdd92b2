<?php
/**
 * The script for what only a browser sees: which pages, products, categories and searches, and for how long.
 *
 * A page may come from a cache, so nothing of the visitor stands in it, and no nonce.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** The cookie of the visitor's id, which the script sets once it may. */
const VISITOR_COOKIE = 'edgewise_visitor';

/** The visitor's id; empty before consent, and where no script ran. */
function visitor(): string {
	// phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- checked against its one form.
	$id = isset( $_COOKIE[ VISITOR_COOKIE ] ) ? (string) $_COOKIE[ VISITOR_COOKIE ] : '';
	return may_observe() && preg_match( '/^[0-9a-f-]{36}$/', $id ) ? $id : '';
}

add_action(
	'wp_enqueue_scripts',
	function () {
		$connection = connection();
		if ( null === $connection ) {
			return;
		}
		wp_enqueue_script( 'edgewise', plugins_url( 'assets/store.js', FILE ), array(), VERSION, array( 'strategy' => 'defer' ) );
		$settings = array(
			'url'  => $connection['events_url'],
			'key'  => $connection['write_key'],
			'page' => viewed(),
		);
		wp_add_inline_script( 'edgewise', 'window.edgewiseSettings=' . wp_json_encode( $settings, JSON_HEX_TAG ), 'before' );
	}
);

/**
 * What this page shows, in the words of Segment's e-commerce specification; null for any other page.
 *
 * @return array{event: string, properties: array}|null
 */
function viewed(): ?array {
	if ( is_search() ) {
		return array(
			'event'      => 'Products Searched',
			'properties' => array( 'query' => get_search_query( false ) ),
		);
	}
	if ( is_product_category() ) {
		$term = get_queried_object();
		return array(
			'event'      => 'Product List Viewed',
			'properties' => array(
				'list_id'  => (string) $term->term_id,
				'category' => $term->name,
			),
		);
	}
	$product = is_product() ? wc_get_product( get_queried_object_id() ) : null;
	if ( ! $product ) {
		return null;
	}
	return array(
		'event'      => 'Product Viewed',
		'properties' => array(
			'product_id' => (string) $product->get_id(),
			'name'       => $product->get_name(),
			'sku'        => (string) $product->get_sku(),
			'price'      => amount( (float) wc_get_price_to_display( $product ) ),
			'currency'   => get_woocommerce_currency(),
			'url'        => (string) $product->get_permalink(),
		),
	);
}
