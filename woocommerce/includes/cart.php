<?php
/**
 * Carts, and the address a buyer types, as the shop's own server sees them.
 *
 * The hooks fire often and for nothing (`woocommerce_cart_updated` several times on every page), so they
 * only say that it is worth looking. What is sent is decided once, at the end of the request, by comparing
 * with what was sent last. Only named fields are taken: the checkout form also holds passwords.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** Under these keys of WooCommerce's session. */
const CART  = 'edgewise_cart';
const BUYER = 'edgewise_buyer';
/** Written on the order that a cart became. */
const CART_META = '_edgewise_cart';

/** What is taken of an address. */
const BUYER_FIELDS = array( 'email', 'first_name', 'last_name', 'phone', 'country', 'state' );
/** Lines of a cart that are sent, at most. */
const MOST_LINES = 100;

foreach ( array( 'woocommerce_cart_updated', 'woocommerce_add_to_cart', 'woocommerce_cart_item_removed', 'woocommerce_cart_item_restored', 'woocommerce_after_cart_item_quantity_update', 'woocommerce_cart_emptied' ) as $edgewise_hook ) {
	add_action(
		$edgewise_hook,
		function () {
			worth_looking( true );
		}
	);
}
// Before WooCommerce saves its session (20), where what was sent is remembered.
add_action( 'shutdown', __NAMESPACE__ . '\report_cart', 10 );

/** Whether anything touched the cart in this request. */
function worth_looking( bool $yes = false ): bool {
	static $touched = false;
	$touched        = $touched || $yes;
	return $touched;
}

/** Whether the visitor may be observed: always where no consent plugin says otherwise. */
function may_observe(): bool {
	return ! function_exists( 'wp_has_consent' ) || wp_has_consent( 'marketing' );
}

// Classic checkout: the whole form comes as one text, on every change of an address.
add_action(
	'woocommerce_checkout_update_order_review',
	function ( $form ) {
		parse_str( (string) $form, $fields );
		$typed = array();
		foreach ( BUYER_FIELDS as $name ) {
			$typed[ $name ] = $fields[ "billing_$name" ] ?? '';
		}
		note_buyer( $typed );
	}
);

// Block checkout: named fields, as JSON or in a batch.
add_action(
	'woocommerce_store_api_cart_update_customer_from_request',
	function ( $customer, $request ) {
		note_buyer( (array) ( $request['billing_address'] ?? array() ) );
	},
	10,
	2
);

/**
 * Remembers what a buyer typed. Half an address is none: the last whole one stays.
 *
 * @param array<string, mixed> $typed By the names of BUYER_FIELDS; others are left alone.
 */
function note_buyer( array $typed ): void {
	if ( ! WC()->session ) {
		return;
	}
	$buyer = (array) WC()->session->get( BUYER, array() );
	foreach ( BUYER_FIELDS as $name ) {
		$value = $typed[ $name ] ?? '';
		$value = is_string( $value ) ? sanitize_text_field( wp_unslash( $value ) ) : '';
		if ( '' !== $value && ( 'email' !== $name || is_email( $value ) ) ) {
			$buyer[ $name ] = $value;
		}
	}
	WC()->session->set( BUYER, $buyer );
	worth_looking( true );
}

function report_cart(): void {
	// There is no cart in wc/v3 requests and on most admin pages.
	if ( ! worth_looking() || null === connection() || ! WC()->cart || ! WC()->session ) {
		return;
	}
	$kept  = (array) WC()->session->get( CART, array() );
	$lines = cart_lines();
	if ( array() === $lines && ( empty( $kept['sent'] ) || ! empty( $kept['ordered'] ) ) ) {
		// Never reported, or an order emptied it: the next cart is another one.
		if ( array() !== $kept ) {
			WC()->session->set( CART, array() );
		}
		return;
	}
	if ( ! may_observe() ) {
		return;
	}
	$token = cart_token();
	$cart  = cart_report( $token, $lines );
	$mark  = md5( (string) wp_json_encode( $cart ) );
	$kept  = (array) WC()->session->get( CART, array() );
	if ( ( $kept['sent'] ?? '' ) === $mark ) {
		return;
	}
	WC()->session->set( CART, array( 'token' => $token, 'sent' => $mark ) );
	$cart['at'] = now();
	if ( array() !== $lines ) {
		$cart['recovery_url'] = recovery_url( WC()->cart->get_cart() );
	}
	report( 'cart.updated', $cart );
}

/** The token that names this cart until it is ordered. */
function cart_token(): string {
	$kept = (array) WC()->session->get( CART, array() );
	if ( empty( $kept['token'] ) || ! empty( $kept['ordered'] ) ) {
		$kept = array( 'token' => bin2hex( random_bytes( 16 ) ) );
		WC()->session->set( CART, $kept );
	}
	return (string) $kept['token'];
}

/**
 * What is said of the cart, without what differs each time.
 *
 * @param array<int, array> $lines As `cart_lines` gives them.
 */
function cart_report( string $token, array $lines ): array {
	$cart  = WC()->cart;
	$buyer = (array) WC()->session->get( BUYER, array() );
	$total = (float) $cart->get_cart_contents_total();
	if ( $cart->display_prices_including_tax() ) {
		$total += (float) $cart->get_cart_contents_tax();
	}
	return array(
		'token'       => $token,
		'visitor'     => visitor(),
		'customer_id' => get_current_user_id(),
		'buyer'       => (object) array_intersect_key( $buyer, array_flip( BUYER_FIELDS ) ),
		'currency'    => get_woocommerce_currency(),
		'total'       => amount( $total ),
		'lines'       => $lines,
	);
}

/**
 * The cart's lines, with the prices that the cart shows.
 *
 * @return array<int, array>
 */
function cart_lines(): array {
	$lines    = array();
	$with_tax = WC()->cart->display_prices_including_tax();
	foreach ( array_slice( WC()->cart->get_cart(), 0, MOST_LINES ) as $item ) {
		$product = $item['data'] ?? null;
		if ( ! $product instanceof \WC_Product ) {
			continue;
		}
		$price   = $with_tax ? wc_get_price_including_tax( $product ) : wc_get_price_excluding_tax( $product );
		$image   = $product->get_image_id() ? wp_get_attachment_image_url( (int) $product->get_image_id(), 'woocommerce_thumbnail' ) : '';
		$lines[] = array(
			'product_id'   => (int) $item['product_id'],
			'variation_id' => (int) ( $item['variation_id'] ?? 0 ),
			'name'         => $product->get_name(),
			'quantity'     => (int) $item['quantity'],
			'price'        => amount( (float) $price ),
			'sku'          => (string) $product->get_sku(),
			'image_url'    => (string) $image,
			'url'          => (string) $product->get_permalink(),
		);
	}
	return $lines;
}

/** An amount as WooCommerce's API writes it. */
function amount( float $value ): string {
	return wc_format_decimal( $value, wc_get_price_decimals() );
}

// The order says which cart it was. Meta is written only here, where WooCommerce saves the order afterwards.
add_action(
	'woocommerce_checkout_create_order',
	function ( $order ) {
		name_cart_on( $order );
	}
);
add_action(
	'woocommerce_store_api_checkout_update_order_from_request',
	function ( $order, $request ) {
		// A PUT only saves the draft while the buyer still types.
		if ( 'POST' === $request->get_method() ) {
			name_cart_on( $order );
		}
	},
	10,
	2
);

/** @param \WC_Order $order The order in the making. */
function name_cart_on( $order ): void {
	if ( null !== connection() && WC()->session && may_observe() ) {
		$order->update_meta_data( CART_META, cart_token() );
	}
}

foreach ( array( 'woocommerce_checkout_order_processed', 'woocommerce_store_api_checkout_order_processed' ) as $edgewise_hook ) {
	add_action(
		$edgewise_hook,
		function () {
			if ( WC()->session ) {
				$kept            = (array) WC()->session->get( CART, array() );
				$kept['ordered'] = true;
				WC()->session->set( CART, $kept );
				WC()->session->set( BUYER, array() );
			}
		}
	);
}
