<?php
/**
 * Plugin Name: WooCommerce
 * Description: A stand-in for tests: the small part of WooCommerce that the Edgewise plugin touches, written anew. `hooks.txt` holds it to what a real WooCommerce 10.0.2 fires.
 * Version:     10.0.2
 */

defined( 'ABSPATH' ) || exit;

foreach ( array( 'things', 'coupons', 'session', 'cart', 'order', 'fields', 'pages', 'store-api', 'rest', 'lists', 'webhooks' ) as $part ) {
	require_once __DIR__ . "/includes/$part.php";
}

/** The plugin's one object. */
final class WooCommerce {
	public $version  = '10.0.2';
	public $session  = null;
	public $cart     = null;
	public $customer = null;

	public static function instance(): self {
		static $one = null;
		$one        = $one ?? new self();
		return $one;
	}

	public function init() {
		do_action( 'before_woocommerce_init' );
		// In REST requests and in the admin there is no cart until somebody loads it.
		if ( ! self::is_rest() && ! is_admin() ) {
			$this->begin_session();
		}
		do_action( 'woocommerce_init' );
	}

	public function begin_session() {
		$this->session  = new WC_Session_Handler();
		$this->cart     = new WC_Cart();
		$this->customer = new WC_Customer( get_current_user_id(), true );
	}

	public static function is_rest(): bool {
		return false !== strpos( $_SERVER['REQUEST_URI'] ?? '', '/wp-json/' );
	}
}

function WC() {
	return WooCommerce::instance();
}

/** What the Store API does before it touches the cart. */
function wc_load_cart() {
	if ( ! WC()->cart ) {
		WC()->begin_session();
		WC()->cart->load();
	}
}

add_action( 'init', array( WC(), 'init' ), 0 );
add_action(
	'wp_loaded',
	function () {
		if ( WC()->cart ) {
			WC()->cart->load();
		}
	},
	10
);
