<?php
/** The shop's pages, and what their forms send: cart, classic checkout, registration, account. */

add_action(
	'init',
	function () {
		register_taxonomy( 'product_cat', 'product', array( 'public' => true, 'rewrite' => array( 'slug' => 'product-category' ) ) );
		register_post_type( 'product', array( 'public' => true, 'rewrite' => array( 'slug' => 'product' ), 'label' => 'Products', 'supports' => array( 'title' ) ) );
		foreach ( array( 'cart', 'checkout', 'classic-checkout', 'my-account', 'order-received' ) as $page ) {
			add_rewrite_rule( "^$page/?$", "index.php?standin_page=$page", 'top' );
		}
		add_rewrite_rule( '^wc-auth/v1/([a-z_]+)/?$', 'index.php?standin_page=wc-auth-$matches[1]', 'top' );
	}
);
add_filter(
	'query_vars',
	function ( $names ) {
		return array_merge( $names, array( 'standin_page' ) );
	}
);

add_filter(
	'redirect_canonical',
	function ( $url ) {
		return '' === (string) get_query_var( 'standin_page' ) ? $url : false;
	}
);

// Forms are handled before a page is shown.
add_action(
	'wp_loaded',
	function () {
		if ( ! WC()->cart ) {
			return;
		}
		if ( isset( $_REQUEST['add-to-cart'] ) && ! isset( $_GET['wc-ajax'] ) ) {
			$variation = (int) ( $_REQUEST['variation_id'] ?? 0 );
			WC()->cart->add_to_cart( (int) $_REQUEST['add-to-cart'], (int) ( $_REQUEST['quantity'] ?? 1 ), $variation, $variation ? wc_get_product_variation_attributes( $variation ) : array() );
		}
		if ( isset( $_POST['cart'] ) ) {
			foreach ( $_POST['cart'] as $key => $line ) {
				WC()->cart->set_quantity( $key, (int) $line['qty'] );
			}
		}
		if ( isset( $_GET['remove_item'] ) ) {
			WC()->cart->remove_cart_item( $_GET['remove_item'] );
		}
		if ( isset( $_GET['remove_coupon'] ) ) {
			WC()->cart->remove_coupon( $_GET['remove_coupon'] );
		}
		if ( isset( $_POST['register'] ) ) {
			wc_create_new_customer( $_POST['email'], $_POST['password'] );
		}
		if ( 'save_account_details' === ( $_POST['action'] ?? '' ) && is_user_logged_in() ) {
			do_action( 'woocommerce_save_account_details', get_current_user_id() );
		}
	},
	20
);

// WooCommerce's own fields are saved by this hook as well, at the usual priority.
add_action(
	'woocommerce_save_account_details',
	function ( $user_id ) {
		$customer = new WC_Customer( $user_id );
		$given    = array();
		foreach ( array_keys( $GLOBALS['standin_fields'] ) as $id ) {
			$given[ $id ] = (string) ( $_POST[ "_wc_other/$id" ] ?? '' );
		}
		standin_set_fields( $given, $customer );
		$customer->save();
	}
);

add_action(
	'template_redirect',
	function () {
		$ajax = $_GET['wc-ajax'] ?? '';
		if ( 'add_to_cart' === $ajax ) {
			WC()->cart->add_to_cart( (int) $_POST['product_id'], (int) ( $_POST['quantity'] ?? 1 ) );
			wp_send_json( array( 'fragments' => array() ) );
		}
		if ( 'update_order_review' === $ajax ) {
			do_action( 'woocommerce_checkout_update_order_review', wp_unslash( $_POST['post_data'] ?? '' ) );
			WC()->cart->calculate_totals();
			wp_send_json( array( 'result' => 'success' ) );
		}
		if ( 'checkout' === $ajax ) {
			standin_classic_checkout();
		}
		$page = (string) get_query_var( 'standin_page' );
		if ( 0 === strpos( $page, 'wc-auth-' ) ) {
			standin_wc_auth( substr( $page, 8 ) );
		}
		if ( '' !== $page || is_product() || is_product_category() ) {
			status_header( 200 );
			standin_show( $page );
		}
	},
	20
);

/** Shows a page with as little as a theme must have. */
function standin_show( string $page ) {
	echo '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>';
	wp_head();
	echo '</head><body>';
	if ( 'cart' === $page || 'classic-checkout' === $page || 'checkout' === $page ) {
		foreach ( wc_get_notices() as $notices ) {
			foreach ( $notices as $notice ) {
				echo '<p class="notice">' . esc_html( $notice['notice'] ) . '</p>';
			}
		}
		WC()->session->set( 'wc_notices', null );
		WC()->cart->calculate_totals();
		foreach ( WC()->cart->get_cart() as $item ) {
			echo '<p class="line">' . esc_html( $item['quantity'] . ' x ' . $item['data']->get_name() ) . '</p>';
		}
	}
	if ( 'checkout' === $page && ! WC()->cart->is_empty() ) {
		standin_draft();
	}
	if ( 'classic-checkout' === $page ) {
		echo '<form>';
		do_action( 'woocommerce_after_checkout_billing_form', new WC_Checkout() );
		echo '</form>';
	}
	if ( 'my-account' === $page ) {
		echo '<form>';
		if ( is_user_logged_in() ) {
			foreach ( $GLOBALS['standin_fields'] as $id => $field ) {
				$is = get_user_meta( get_current_user_id(), "_wc_other/$id", true );
				printf( 'checkbox' === $field['type'] ? '<input type="checkbox" name="_wc_other/%1$s" value="1"%3$s>' : '<input name="_wc_other/%1$s" value="%2$s">', esc_attr( $id ), esc_attr( $is ), checked( '1', $is, false ) );
			}
			do_action( 'woocommerce_edit_account_form' );
		} else {
			do_action( 'woocommerce_register_form' );
		}
		echo '</form>';
	}
	if ( is_product() ) {
		if ( WC()->cart->is_empty() ) {
			WC()->cart->calculate_totals();
		}
		do_action( 'woocommerce_after_single_product' );
	}
	if ( 'order-received' === $page ) {
		// Empties what the order may have left.
		WC()->cart->empty_cart();
		do_action( 'woocommerce_thankyou', (int) get_option( 'standin_next_order' ) );
	}
	wp_footer();
	echo '</body></html>';
	exit;
}

function standin_classic_checkout() {
	do_action( 'woocommerce_checkout_process' );
	WC()->cart->calculate_totals();
	$data = array();
	foreach ( array( 'billing_email', 'billing_first_name', 'billing_last_name', 'billing_phone', 'payment_method' ) as $name ) {
		$data[ $name ] = sanitize_text_field( wp_unslash( $_POST[ $name ] ?? '' ) );
	}
	$customer_id = get_current_user_id();
	if ( ! empty( $_POST['createaccount'] ) ) {
		$customer_id = wc_create_new_customer( $data['billing_email'], $_POST['account_password'] );
	}
	do_action( 'woocommerce_checkout_update_user_meta', $customer_id, $data );
	$order = new WC_Order( standin_order_of_cart() );
	$order->fill(
		array(
			'customer_id'    => $customer_id,
			'payment_method' => $data['payment_method'],
			'billing'        => array(
				'email'      => $data['billing_email'],
				'first_name' => $data['billing_first_name'],
				'last_name'  => $data['billing_last_name'],
				'phone'      => $data['billing_phone'],
			),
		)
	);
	do_action( 'woocommerce_checkout_create_order', $order, $data );
	$id = $order->save();
	do_action( 'woocommerce_checkout_update_order_meta', $id, $data );
	$order = wc_get_order( $id );
	do_action( 'woocommerce_checkout_order_processed', $id, $data, $order );
	standin_pay( $order );
	wp_send_json( array( 'result' => 'success', 'redirect' => home_url( '/order-received/' ) ) );
}

/** Cash on delivery: never "payment complete". */
function standin_pay( WC_Order $order ) {
	$order->save();
	foreach ( WC()->cart->get_cart() as $item ) {
		if ( null !== $item['data']->get_stock() ) {
			update_option( "standin_stock_{$item['data']->get_id()}", $item['data']->get_stock() - $item['quantity'] );
		}
	}
	do_action( 'woocommerce_reduce_order_stock', $order );
	$before = $order->get_status();
	$order->fill( array( 'status' => 'processing' ) );
	update_option( "standin_order_{$order->get_id()}", $order->all(), false );
	do_action( 'woocommerce_order_status_changed', $order->get_id(), $before, 'processing', $order );
	WC()->cart->empty_cart();
}

function standin_order_of_cart(): array {
	$items = array();
	foreach ( WC()->cart->get_cart() as $item ) {
		$items[] = array(
			'product_id'   => $item['product_id'],
			'variation_id' => $item['variation_id'],
			'name'         => $item['data']->get_name(),
			'quantity'     => $item['quantity'],
			'total'        => $item['quantity'] * wc_get_price_excluding_tax( $item['data'] ),
		);
	}
	return array( 'items' => $items, 'total' => (string) ( WC()->cart->get_cart_contents_total() + WC()->cart->get_cart_contents_tax() ) );
}
