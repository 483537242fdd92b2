<?php
/**
 * What Edgewise asks of this site, with its WooCommerce REST key.
 *
 * The name begins with `wc-`: WooCommerce checks its keys there as it does for its own routes.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

add_action(
	'rest_api_init',
	function () {
		$may = function () {
			return current_user_can( 'manage_woocommerce' );
		};
		$routes = array(
			'/site'             => array( 'GET', __NAMESPACE__ . '\describe_site' ),
			'/connection'       => array( 'POST', __NAMESPACE__ . '\take_connection' ),
			'/connection/ended' => array( 'POST', __NAMESPACE__ . '\end_connection' ),
			'/customers'        => array( 'POST', __NAMESPACE__ . '\keep_copies' ),
		);
		foreach ( $routes as $path => list( $method, $answer ) ) {
			register_rest_route(
				'wc-edgewise/v1',
				$path,
				array(
					'methods'             => $method,
					'callback'            => $answer,
					'permission_callback' => $may,
				)
			);
		}
	}
);

// WooCommerce's list of customers can't be asked for those that changed, although it keeps when they did.
add_filter(
	'woocommerce_rest_customer_query',
	function ( $query, $request ) {
		$after = $request['edgewise_modified_after'];
		if ( is_numeric( $after ) ) {
			$query['meta_query'][] = array(
				'key'     => 'last_update',
				'value'   => (int) $after,
				'compare' => '>',
				'type'    => 'NUMERIC',
			);
		}
		return $query;
	},
	10,
	2
);

/** What Edgewise must know to read this shop right. */
function describe_site(): array {
	return array(
		'site'               => site_address(),
		'time'               => (int) floor( microtime( true ) * 1000 ),
		'plugin'             => VERSION,
		'woocommerce'        => WC()->version,
		'wordpress'          => get_bloginfo( 'version' ),
		'currency'           => get_woocommerce_currency(),
		'time_zone'          => wp_timezone_string(),
		'prices_include_tax' => 'incl' === get_option( 'woocommerce_tax_display_cart' ),
		'order_statuses'     => array_keys( wc_get_order_statuses() ),
	);
}

/** @return array|\WP_Error */
function take_connection( \WP_REST_Request $request ) {
	// A copy has the live shop's keys too: what is meant for the other address is not for here.
	if ( site_address() !== $request['site'] ) {
		return new \WP_Error( 'edgewise_other_site', 'This is ' . site_address() . ', not the site that was to be connected.', array( 'status' => 409 ) );
	}
	$parts = array( 'key_id' => (string) (int) $request['key_id'] );
	foreach ( CONNECTION_PARTS as $name ) {
		$value = $request[ $name ];
		if ( ! is_string( $value ) || '' === $value ) {
			return new \WP_Error( 'edgewise_incomplete', "$name is missing.", array( 'status' => 400 ) );
		}
		$parts[ $name ] = $value;
	}
	$before = kept_connection();
	if ( null !== $before && $before['key_id'] !== $parts['key_id'] ) {
		forget_connection();
	}
	keep_connection( $parts );
	return array( 'connected' => true );
}

/** @return array|\WP_Error */
function end_connection( \WP_REST_Request $request ) {
	if ( site_address() !== $request['site'] ) {
		return new \WP_Error( 'edgewise_other_site', 'This is another site.', array( 'status' => 409 ) );
	}
	forget_connection();
	return array( 'connected' => false );
}
