<?php
/**
 * Plugin Name:          Edgewise for WooCommerce
 * Plugin URI:           https://github.com/edgewise/edgewise
 * Description:          Sends carts, consent and sign-ins to your Edgewise, which decides who gets which message.
 * Version:              0.2.0
 * Requires at least:    6.5
 * Requires PHP:         7.4
 * Requires Plugins:     woocommerce
 * WC requires at least: 9.0
 * WC tested up to:      10.0
 * Author:               Edgewise
 * License:              MIT
 * License URI:          https://opensource.org/license/mit
 * Text Domain:          edgewise
 * Domain Path:          /languages
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.2.0';
const FILE    = __FILE__;

add_action(
	'before_woocommerce_init',
	function () {
		if ( class_exists( '\Automattic\WooCommerce\Utilities\FeaturesUtil' ) ) {
			foreach ( array( 'custom_order_tables', 'cart_checkout_blocks' ) as $feature ) {
				\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( $feature, FILE, true );
			}
		}
	}
);

// WordPress 6.5 keeps the plugin off without WooCommerce, except where files were removed by hand.
add_action(
	'plugins_loaded',
	function () {
		if ( ! class_exists( 'WooCommerce' ) ) {
			return;
		}
		foreach ( array( 'connection', 'reports', 'cart', 'orders', 'browser', 'account', 'consent', 'copies', 'recovery', 'privacy', 'rest', 'page', 'open', 'forms' ) as $part ) {
			require_once __DIR__ . "/includes/$part.php";
		}
	}
);
