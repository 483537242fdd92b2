<?php
/**
 * The link in a message that brings a cart back, in any browser.
 *
 * It carries the lines themselves, signed and with an end, so it needs no storage and can be used as often
 * as wanted until then: a mail scanner that opens it uses nothing up. Opening it only adds what is
 * missing. It never empties a cart, never changes a currency and never fills in an address.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

const RECOVERY_PARAM = 'edgewise_cart';
const COUPON_PARAM   = 'edgewise_coupon';
/** The code that waits to be applied, in WooCommerce's session under a key of our own. */
const COUPON = 'edgewise_coupon';
/** Days after which a link ends. */
const RECOVERY_DAYS = 30;
const COUPON_DAYS   = 7;
/** Lines that a link can hold: its address must stay below 2,000 characters. */
const MOST_LINKED = 50;

/**
 * The link that brings these lines back; empty where they are too many for one.
 *
 * @param array<string, array> $items As `WC()->cart->get_cart()` gives them.
 */
function recovery_url( array $items ): string {
	if ( count( $items ) > MOST_LINKED ) {
		return '';
	}
	$lines = array();
	foreach ( $items as $item ) {
		$lines[] = implode( '.', array( (int) $item['product_id'], (int) ( $item['variation_id'] ?? 0 ), (int) $item['quantity'] ) );
	}
	// A day's links of one cart are equal, so that a look at the same cart is no news.
	$end  = ( intdiv( time(), DAY_IN_SECONDS ) + RECOVERY_DAYS + 1 ) * DAY_IN_SECONDS;
	$text = implode( '-', $lines ) . '~' . $end;
	return add_query_arg( RECOVERY_PARAM, $text . '~' . recovery_signature( $text ), home_url( '/' ) );
}

function recovery_signature( string $text ): string {
	return substr( hash_hmac( 'sha256', $text, recovery_key() ), 0, 32 );
}

/** What links are signed with. It outlives a connection, as do messages in people's mailboxes. */
function recovery_key(): string {
	$key = get_option( 'edgewise_recovery_key' );
	if ( ! is_string( $key ) || '' === $key ) {
		$key = bin2hex( random_bytes( 32 ) );
		add_option( 'edgewise_recovery_key', $key );
	}
	return $key;
}

/**
 * The lines in a link; null where it is not ours or has ended.
 *
 * @return array<int, array{0: int, 1: int, 2: int}>|null Product, variation, quantity.
 */
function read_recovery( string $token ): ?array {
	$parts = explode( '~', $token );
	if ( 3 !== count( $parts ) || ! hash_equals( recovery_signature( "$parts[0]~$parts[1]" ), $parts[2] ) || (int) $parts[1] < time() ) {
		return null;
	}
	return array_map(
		function ( $line ) {
			return array_map( 'intval', explode( '.', $line ) );
		},
		explode( '-', $parts[0] )
	);
}

/** Whether a machine fetches the page ahead of a person, or asks only for its head. */
function is_ahead(): bool {
	// phpcs:disable WordPress.Security.ValidatedSanitizedInput -- compared, never shown.
	$purpose = ( $_SERVER['HTTP_SEC_PURPOSE'] ?? '' ) . ' ' . ( $_SERVER['HTTP_PURPOSE'] ?? '' ) . ' ' . ( $_SERVER['HTTP_X_MOZ'] ?? '' ) . ' ' . ( $_SERVER['HTTP_X_PURPOSE'] ?? '' );
	return 'GET' !== ( $_SERVER['REQUEST_METHOD'] ?? '' ) || (bool) preg_match( '/prefetch|prerender|preview/i', $purpose );
	// phpcs:enable
}

// After WooCommerce read the cart and handled its own forms (20).
add_action( 'wp_loaded', __NAMESPACE__ . '\follow_recovery', 30 );

function follow_recovery(): void {
	// phpcs:disable WordPress.Security.NonceVerification.Recommended -- signed, and in mails for weeks.
	if ( ! isset( $_GET[ RECOVERY_PARAM ] ) || ! WC()->cart ) {
		return;
	}
	$token  = sanitize_text_field( wp_unslash( (string) $_GET[ RECOVERY_PARAM ] ) );
	$coupon = isset( $_GET[ COUPON_PARAM ] ) ? wc_format_coupon_code( sanitize_text_field( wp_unslash( (string) $_GET[ COUPON_PARAM ] ) ) ) : '';
	// phpcs:enable
	nocache_headers();
	header( 'X-Robots-Tag: noindex' );
	if ( is_ahead() ) {
		status_header( 204 );
		exit;
	}
	$lines = read_recovery( $token );
	if ( null === $lines ) {
		wc_add_notice( __( 'This link has expired. Your cart is as you left it.', 'edgewise' ), 'notice' );
		wp_safe_redirect( wc_get_cart_url() );
		exit;
	}
	$before  = wc_get_notices();
	$missing = 0;
	foreach ( $lines as $line ) {
		$missing += restore_line( $line ) ? 0 : 1;
	}
	// WooCommerce's own notices name each product that is out of stock; one sentence is enough.
	wc_set_notices( $before );
	if ( $missing > 0 ) {
		wc_add_notice( __( 'Some items of this cart are no longer available.', 'edgewise' ), 'notice' );
	}
	if ( '' !== $coupon ) {
		WC()->session->set( COUPON, array( 'code' => $coupon, 'until' => time() + COUPON_DAYS * DAY_IN_SECONDS ) );
		// WooCommerce gives a session its cookie with the first item, which may come later.
		WC()->session->set_customer_session_cookie( true );
		apply_waiting_coupon();
	}
	// Campaign parameters go along.
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only passed on.
	$rest = array_diff_key( wp_unslash( $_GET ), array( RECOVERY_PARAM => 1, COUPON_PARAM => 1 ) );
	$to   = WC()->cart->is_empty() ? wc_get_cart_url() : wc_get_checkout_url();
	wp_safe_redirect( add_query_arg( array_map( 'rawurlencode', array_filter( $rest, 'is_string' ) ), $to ) );
	exit;
}

/**
 * Adds what is missing of a line, so that opening a link twice doubles nothing.
 *
 * @param array<int, int> $line Product, variation, quantity.
 */
function restore_line( array $line ): bool {
	list( $product_id, $variation_id, $wanted ) = $line + array( 0, 0, 0 );
	$there = 0;
	foreach ( WC()->cart->get_cart() as $item ) {
		if ( (int) $item['product_id'] === $product_id && (int) ( $item['variation_id'] ?? 0 ) === $variation_id ) {
			$there += (int) $item['quantity'];
		}
	}
	if ( $there >= $wanted ) {
		return true;
	}
	$attributes = $variation_id > 0 ? wc_get_product_variation_attributes( $variation_id ) : array();
	return false !== WC()->cart->add_to_cart( $product_id, $wanted - $there, $variation_id, $attributes );
}

// A code may not stick yet: the cart is empty, a product is missing, the address is not known. From
// WooCommerce 10.1 on a code on an empty cart is dropped, so it waits here and is tried again.
foreach ( array( 'woocommerce_add_to_cart', 'woocommerce_cart_loaded_from_session', 'woocommerce_checkout_update_order_review', 'woocommerce_store_api_cart_update_customer_from_request' ) as $edgewise_hook ) {
	add_action( $edgewise_hook, __NAMESPACE__ . '\apply_waiting_coupon', 99, 0 );
}

function apply_waiting_coupon(): void {
	static $trying = false;
	if ( $trying || ! WC()->session || ! WC()->cart || WC()->cart->is_empty() ) {
		return;
	}
	$waiting = (array) WC()->session->get( COUPON, array() );
	if ( empty( $waiting['code'] ) ) {
		return;
	}
	if ( (int) $waiting['until'] < time() ) {
		WC()->session->set( COUPON, null );
		return;
	}
	if ( WC()->cart->has_discount( $waiting['code'] ) ) {
		return;
	}
	$trying = true;
	$before = wc_get_notices();
	if ( ! WC()->cart->apply_coupon( $waiting['code'] ) ) {
		// "This coupon does not apply" helps nobody who has not finished typing.
		wc_set_notices( $before );
	}
	$trying = false;
}

// It waits on after it was applied, because WooCommerce takes it off again when the cart or the address
// changes. It ends with its time, with the order, or when the buyer takes it off: they do not want it back.
add_action(
	'woocommerce_removed_coupon',
	function () {
		if ( WC()->session && is_removal_by_buyer() ) {
			WC()->session->set( COUPON, null );
		}
	}
);
foreach ( array( 'woocommerce_checkout_order_processed', 'woocommerce_store_api_checkout_order_processed' ) as $edgewise_hook ) {
	add_action(
		$edgewise_hook,
		function () {
			if ( WC()->session ) {
				WC()->session->set( COUPON, null );
			}
		}
	);
}

/** Whether this request is the buyer's, to take a code off: by link, by AJAX, or by the Store API, also in a batch. */
function is_removal_by_buyer( bool $by_store_api = false ): bool {
	static $is_by_store_api = false;
	$is_by_store_api        = $is_by_store_api || $by_store_api;
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- WooCommerce checks its own.
	return $is_by_store_api || isset( $_GET['remove_coupon'] ) || 'remove_coupon' === ( $_GET['wc-ajax'] ?? '' );
}
add_filter(
	'rest_request_before_callbacks',
	function ( $response, $handler, $request ) {
		if ( preg_match( '#^/wc/store(/v1)?/cart/(remove-coupon|coupons)#', $request->get_route() ) && 'GET' !== $request->get_method() ) {
			is_removal_by_buyer( true );
		}
		return $response;
	},
	10,
	3
);
