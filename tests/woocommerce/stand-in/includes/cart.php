<?php
/** The cart, with its hooks. */

class WC_Cart {
	private $items   = array();
	private $coupons = array();

	public function load() {
		$this->items   = array();
		$this->coupons = (array) WC()->session->get( 'coupons', array() );
		foreach ( (array) WC()->session->get( 'cart', array() ) as $key => $item ) {
			$this->items[ $key ] = $item + array( 'data' => wc_get_product( $item['variation_id'] ? $item['variation_id'] : $item['product_id'] ) );
		}
		do_action( 'woocommerce_cart_loaded_from_session', $this );
		$this->calculate_totals();
		if ( $this->is_empty() ) {
			$this->calculate_totals();
		}
	}

	/** Fires `woocommerce_cart_updated` whether anything changed or not. */
	public function calculate_totals() {
		$kept = array_map( function ( $item ) {
			unset( $item['data'] );
			return $item;
		}, $this->items );
		WC()->session->set( 'cart', $kept );
		WC()->session->set( 'coupons', $this->coupons );
		do_action( 'woocommerce_cart_updated' );
		if ( ! $this->is_empty() ) {
			WC()->session->set_customer_session_cookie( true );
			do_action( 'woocommerce_set_cart_cookies', true );
		}
	}

	public function add_to_cart( $product_id, $quantity = 1, $variation_id = 0, $variation = array(), $data = array() ) {
		$product = wc_get_product( $variation_id ? $variation_id : $product_id );
		$key     = md5( "$product_id/$variation_id" );
		$there   = $this->items[ $key ]['quantity'] ?? 0;
		// A variable product needs one of its variations.
		if ( ! $product || 16 === $product->get_id() || ( null !== $product->get_stock() && $product->get_stock() < $there + $quantity ) ) {
			wc_add_notice( $product ? 'You cannot add that amount to the cart.' : 'Sorry, this product cannot be purchased.', 'error' );
			return false;
		}
		$this->items[ $key ] = array(
			'key'          => $key,
			'product_id'   => (int) $product_id,
			'variation_id' => (int) $variation_id,
			'variation'    => $variation,
			'quantity'     => $there + (int) $quantity,
			'data'         => $product,
		);
		do_action( 'woocommerce_add_to_cart', $key, (int) $product_id, (int) $quantity, (int) $variation_id, $variation, $data );
		$this->calculate_totals();
		return $key;
	}
	public function set_quantity( $key, $quantity ) {
		if ( 0 === (int) $quantity ) {
			return $this->remove_cart_item( $key );
		}
		$old                             = $this->items[ $key ]['quantity'];
		$this->items[ $key ]['quantity'] = (int) $quantity;
		do_action( 'woocommerce_after_cart_item_quantity_update', $key, (int) $quantity, $old, $this );
		$this->calculate_totals();
		return true;
	}
	public function remove_cart_item( $key ) {
		unset( $this->items[ $key ] );
		do_action( 'woocommerce_cart_item_removed', $key, $this );
		$this->calculate_totals();
		return true;
	}
	public function empty_cart( $clear = true ) {
		$this->items   = array();
		$this->coupons = array();
		WC()->session->set( 'cart', array() );
		WC()->session->set( 'coupons', array() );
		do_action( 'woocommerce_cart_emptied', $clear );
	}

	public function apply_coupon( $code ) {
		$coupon = standin_coupon( $code );
		if ( null === $coupon || ( '' !== $coupon[1] && WC()->customer->get_billing_email() !== $coupon[1] ) ) {
			wc_add_notice( 'This coupon does not apply.', 'error' );
			return false;
		}
		$this->coupons[] = wc_format_coupon_code( $code );
		do_action( 'woocommerce_applied_coupon', $code );
		$this->calculate_totals();
		return true;
	}
	public function remove_coupon( $code ) {
		$this->coupons = array_values( array_diff( $this->coupons, array( $code ) ) );
		do_action( 'woocommerce_removed_coupon', $code );
		$this->calculate_totals();
	}
	/** A code that is bound to another address falls off, with the same hook as when the buyer removes it. */
	public function drop_coupons_of_others() {
		foreach ( $this->coupons as $code ) {
			if ( ! in_array( standin_coupon( $code )[1], array( '', WC()->customer->get_billing_email() ), true ) ) {
				$this->remove_coupon( $code );
			}
		}
	}
	public function has_discount( $code ) {
		return in_array( wc_format_coupon_code( $code ), $this->coupons, true );
	}
	public function get_applied_coupons() {
		return $this->coupons;
	}

	public function get_cart() {
		return $this->items;
	}
	public function is_empty() {
		return array() === $this->items;
	}
	public function display_prices_including_tax() {
		return 'incl' === get_option( 'woocommerce_tax_display_cart', 'incl' );
	}
	public function get_cart_contents_total() {
		$sum = 0.0;
		foreach ( $this->items as $item ) {
			$sum += $item['quantity'] * wc_get_price_excluding_tax( $item['data'] );
		}
		foreach ( $this->coupons as $code ) {
			$sum *= 1 - standin_coupon( $code )[0] / 100;
		}
		return $sum;
	}
	public function get_cart_contents_tax() {
		return round( 0.19 * $this->get_cart_contents_total(), 2 );
	}
}
