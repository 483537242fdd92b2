<?php
/** The Store API: what the cart and checkout blocks call. */

add_action(
	'rest_api_init',
	function () {
		$routes = array(
			'/cart'                 => array( 'GET' => function () {} ),
			'/cart/add-item'        => array( 'POST' => function ( $request ) {
				$product = wc_get_product( $request['id'] );
				$parent  = $product ? STANDIN_PRODUCTS[ $product->get_id() ][3] : 0;
				WC()->cart->add_to_cart( $parent ? $parent : (int) $request['id'], (int) $request['quantity'], $parent ? (int) $request['id'] : 0 );
			} ),
			'/cart/update-item'     => array( 'POST' => function ( $request ) {
				WC()->cart->set_quantity( $request['key'], (int) $request['quantity'] );
			} ),
			'/cart/remove-item'     => array( 'POST' => function ( $request ) {
				WC()->cart->remove_cart_item( $request['key'] );
			} ),
			'/cart/items'           => array( 'DELETE' => function () {
				WC()->cart->empty_cart();
			} ),
			'/cart/apply-coupon'    => array( 'POST' => function ( $request ) {
				WC()->cart->apply_coupon( $request['code'] );
			} ),
			'/cart/remove-coupon'   => array( 'POST' => function ( $request ) {
				WC()->cart->remove_coupon( $request['code'] );
			} ),
			'/cart/update-customer' => array( 'POST' => 'standin_update_customer' ),
			'/checkout'             => array( 'GET' => function () {
				standin_draft();
			}, 'PUT' => 'standin_put_checkout', 'POST' => 'standin_post_checkout' ),
		);
		foreach ( $routes as $path => $methods ) {
			foreach ( $methods as $method => $answer ) {
				register_rest_route( 'wc/store/v1', $path, array(
					'methods'             => $method,
					'permission_callback' => '__return_true',
					'allow_batch'         => array( 'v1' => true ),
					'callback'            => function ( $request ) use ( $answer ) {
						wc_load_cart();
						$error = call_user_func( $answer, $request );
						return is_wp_error( $error ) ? $error : standin_cart_answer();
					},
				) );
			}
		}
		register_rest_route( 'wc/store/v1', '/batch', array(
			'methods'             => 'POST',
			'permission_callback' => '__return_true',
			'callback'            => function ( $request ) {
				// The parts of a batch carry their fields as parameters, not as JSON.
				return rest_get_server()->serve_batch_request_v1( $request );
			},
			'args'                => array( 'requests' => array( 'required' => true, 'type' => 'array' ) ),
		) );
	}
);

function standin_cart_answer(): array {
	$items = array();
	foreach ( WC()->cart->get_cart() as $key => $item ) {
		$items[] = array( 'key' => $key, 'id' => $item['data']->get_id(), 'quantity' => $item['quantity'] );
	}
	return array( 'items' => $items, 'coupons' => WC()->cart->get_applied_coupons(), 'email' => WC()->customer->get_billing_email() );
}

/** An impossible address is answered 200 and stored as nothing. */
function standin_update_customer( WP_REST_Request $request ) {
	WC()->customer->set_billing( (array) ( $request['billing_address'] ?? array() ) );
	WC()->cart->drop_coupons_of_others();
	do_action( 'woocommerce_store_api_cart_update_customer_from_request', WC()->customer, $request );
	WC()->cart->calculate_totals();
	$draft = standin_draft_of_session();
	if ( $draft ) {
		$draft->fill( array( 'billing' => (array) WC()->session->get( 'customer', array() ) ) );
		$draft->save();
		$draft->save();
	}
}

/** The draft that the checkout has made already; as any order that is loaded, of the subclass. */
function standin_draft_of_session() {
	return wc_get_order( (int) WC()->session->get( 'draft', 0 ) );
}

/** Opening the checkout makes a draft, with an update and not with a new order. */
function standin_draft( $copied = null ) {
	$draft = standin_draft_of_session();
	$again = (bool) $draft;
	$draft = $draft ? $draft : new WC_Order( array( 'status' => 'checkout-draft', 'created_via' => 'store-api', 'customer_id' => get_current_user_id() ) );
	if ( ! is_array( $copied ) ) {
		WC()->cart->calculate_totals();
		$copied = array();
	}
	standin_copy_fields( $copied, $draft );
	$draft->fill( standin_order_of_cart() + array( 'billing' => (array) WC()->session->get( 'customer', array() ) ) );
	$draft->save();
	if ( $again ) {
		$draft->save();
	}
	WC()->session->set( 'draft', $draft->get_id() );
	do_action( 'woocommerce_store_api_checkout_update_order_meta', $draft );
	return $draft;
}

/** Saves the draft while the buyer still types. */
function standin_put_checkout( WP_REST_Request $request ) {
	$draft = standin_draft();
	standin_set_fields( (array) ( $request['additional_fields'] ?? array() ), $draft );
	do_action( 'woocommerce_store_api_checkout_update_order_from_request', $draft, $request );
	$draft->save();
	WC()->cart->calculate_totals();
	$draft->save();
}

function standin_post_checkout( WP_REST_Request $request ) {
	$fields = (array) ( $request['additional_fields'] ?? array() );
	$error  = standin_field_error( $fields );
	if ( $error ) {
		return $error;
	}
	WC()->cart->calculate_totals();
	standin_set_fields( $fields, WC()->customer );
	// Who is signed in has them in their account from now on, whatever they are.
	foreach ( is_user_logged_in() ? $fields : array() as $id => $value ) {
		update_user_meta( get_current_user_id(), "_wc_other/$id", is_bool( $value ) ? (string) (int) $value : $value );
	}
	WC()->customer->set_billing( (array) $request['billing_address'] );
	do_action( 'woocommerce_store_api_checkout_update_customer_from_request', WC()->customer, $request );
	WC()->cart->calculate_totals();
	$order = standin_draft( $fields );
	standin_set_fields( $fields, $order );
	do_action( 'woocommerce_store_api_checkout_update_order_from_request', $order, $request );
	$order->fill( array( 'payment_method' => $request['payment_method'] ) );
	$order->save();
	if ( ! empty( $request['create_account'] ) ) {
		$id = wc_create_new_customer( $order->get_billing_email(), (string) $request['customer_password'] );
		$order->fill( array( 'customer_id' => $id ) );
		$order->save();
		$customer = new WC_Customer( $id );
		standin_copy_fields( $fields, $customer );
		$customer->save();
	}
	$order->fill( array( 'status' => 'pending' ) );
	$order->save();
	do_action( 'woocommerce_store_api_checkout_order_processed', $order );
	WC()->session->set( 'draft', 0 );
	standin_pay( wc_get_order( $order->get_id() ) );
}
