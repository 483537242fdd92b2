<?php
/** Coupons: two that the shop has, and those made by REST. */

/** code => [percent, the address it is bound to]. */
const STANDIN_COUPONS = array(
	'ten-off' => array( 10, '' ),
	'for-ida' => array( 20, 'ida@example.test' ),
);

/** @return array{0: float, 1: string}|null */
function standin_coupon( string $code ): ?array {
	$code = wc_format_coupon_code( $code );
	$made = get_option( 'standin_coupons', array() )[ $code ] ?? null;
	if ( null !== $made ) {
		return array( (float) $made['amount'], (string) ( $made['email_restrictions'][0] ?? '' ) );
	}
	return STANDIN_COUPONS[ $code ] ?? null;
}

add_action(
	'rest_api_init',
	function () {
		$may = function () {
			return current_user_can( 'manage_woocommerce' ) ? true : new WP_Error( 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.', array( 'status' => is_user_logged_in() ? 403 : 401 ) );
		};
		register_rest_route( 'wc/v3', '/coupons', array(
			array( 'methods' => 'GET', 'callback' => 'standin_find_coupons', 'permission_callback' => $may ),
			array( 'methods' => 'POST', 'callback' => 'standin_make_coupon', 'permission_callback' => $may ),
		) );
	}
);

function standin_find_coupons( $request ) {
	$all = get_option( 'standin_coupons', array() );
	if ( ! isset( $request['code'] ) ) {
		$rows = array_map( function ( $coupon, $place ) {
			return array( 'id' => $place + 1, 'date_created_gmt' => '2026-01-02T10:00:00' ) + $coupon;
		}, array_values( $all ), array_keys( array_values( $all ) ) );
		return standin_page( $request, $rows );
	}
	return array_values( array_intersect_key( $all, array( wc_format_coupon_code( $request['code'] ) => true ) ) );
}

/**
 * Refuses what WooCommerce refuses: another type, a product that is no number, a code that is there. The
 * option `standin_coupon_fault` loses the answer of what was made, turns the key away, has every code already, or asks for patience.
 */
function standin_make_coupon( $request ) {
	$fault = get_option( 'standin_coupon_fault', '' );
	if ( 'busy' === $fault ) {
		return new WP_Error( 'rate_limit_exceeded', 'Too many requests.', array( 'status' => 400 ) );
	}
	if ( 'refused' === $fault ) {
		return new WP_Error( 'woocommerce_rest_cannot_create', 'Sorry, you are not allowed to create resources.', array( 'status' => 401 ) );
	}
	$given = $request->get_json_params();
	$ids   = $given['product_ids'] ?? array();
	if ( ! in_array( $given['discount_type'] ?? '', array( 'percent', 'fixed_cart', 'fixed_product' ), true ) || array_filter( $ids, 'is_int' ) !== $ids ) {
		return new WP_Error( 'rest_invalid_param', 'Invalid parameter(s).', array( 'status' => 400 ) );
	}
	$all  = get_option( 'standin_coupons', array() );
	$code = wc_format_coupon_code( $given['code'] );
	if ( 'taken' === $fault || null !== standin_coupon( $code ) ) {
		return new WP_Error( 'woocommerce_rest_coupon_code_already_exists', 'The coupon code already exists', array( 'status' => 400 ) );
	}
	$ends = $given['date_expires'] ?? null;
	// What is given for UTC is not taken.
	$given['date_expires_gmt'] = null === $ends ? null : gmdate( 'Y-m-d\TH:i:s', 'Z' === substr( $ends, -1 ) ? strtotime( $ends ) : strtotime( get_gmt_from_date( $ends ) . ' UTC' ) );
	$all[ $code ]              = array( 'code' => $code ) + $given;
	update_option( 'standin_coupons', $all );
	if ( 'lost' === $fault ) {
		return new WP_Error( 'internal_server_error', 'The answer is lost.', array( 'status' => 500 ) );
	}
	return new WP_REST_Response( array( 'id' => count( $all ) ) + $all[ $code ], 201 );
}
