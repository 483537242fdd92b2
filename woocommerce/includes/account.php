<?php
/**
 * Sign-ins and downloads of customers.
 *
 * The hooks for new accounts pass the password in clear along with the rest, so nothing is read from them
 * but the account's number.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

add_action(
	'wp_login',
	function ( $login, $user ) {
		report_sign_in( (int) $user->ID );
	},
	10,
	2
);
// Making an account signs in without `wp_login`.
add_action(
	'woocommerce_created_customer',
	function ( $customer_id ) {
		report_sign_in( (int) $customer_id );
	}
);

function report_sign_in( int $customer_id ): void {
	if ( may_observe() ) {
		report(
			'account.signed_in',
			array(
				'customer_id' => $customer_id,
				'visitor'     => visitor(),
				'at'          => now(),
			)
		);
	}
}

add_action(
	'woocommerce_download_product',
	function ( $email, $order_key, $product_id, $user_id, $download_id, $order_id ) {
		$product = wc_get_product( $product_id );
		$file    = $product ? $product->get_file( (string) $download_id ) : null;
		report(
			'file.downloaded',
			array(
				'customer_id' => (int) $user_id,
				'order_id'    => (int) $order_id,
				'product_id'  => (int) $product_id,
				'file'        => $file ? $file->get_name() : '',
				'at'          => now(),
			)
		);
	},
	10,
	6
);
