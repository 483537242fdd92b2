<?php
/** The lists of REST v3 that an import reads: by id, oldest first, from an offset, with their length in a header. */

add_action(
	'rest_api_init',
	function () {
		$may   = function () {
			return current_user_can( 'manage_woocommerce' ) ? true : new WP_Error( 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.', array( 'status' => is_user_logged_in() ? 403 : 401 ) );
		};
		$lists = array(
			'/products'                            => 'standin_products',
			'/products/(?P<product>\d+)/variations' => 'standin_products',
			'/customers'                           => 'standin_customers',
			'/orders'                              => 'standin_orders',
		);
		foreach ( $lists as $path => $rows ) {
			$answer = function ( $request ) use ( $rows ) {
				return standin_page( $request, $rows( (int) $request['product'], $request ) );
			};
			register_rest_route( 'wc/v3', $path, array( 'methods' => 'GET', 'callback' => $answer, 'permission_callback' => $may ) );
		}
		$one = function ( $request ) {
			$id = (int) $request['id'];
			return wc_get_order( $id ) ? standin_order_body( $id ) : new WP_Error( 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.', array( 'status' => 404 ) );
		};
		register_rest_route( 'wc/v3', '/orders/(?P<id>\d+)', array( 'methods' => 'GET', 'callback' => $one, 'permission_callback' => $may ) );
	}
);

/** A page of rows. Past the end a real list announces no rows at all. */
function standin_page( $request, array $rows ) {
	$size = (int) ( $request['per_page'] ?? 10 );
	if ( $size < 1 || $size > 100 ) {
		return new WP_Error( 'rest_invalid_param', 'Invalid parameter(s): per_page', array( 'status' => 400 ) );
	}
	usort( $rows, function ( $one, $other ) {
		return $one['id'] - $other['id'];
	} );
	$page     = array_slice( $rows, (int) ( $request['offset'] ?? 0 ), $size );
	$response = new WP_REST_Response( $page );
	$response->header( 'X-WP-Total', (string) ( array() === $page ? 0 : count( $rows ) ) );
	return $response;
}

function standin_products( int $parent ): array {
	$rows = array();
	foreach ( STANDIN_PRODUCTS as $id => list( $name, $price, , $of ) ) {
		if ( $of !== $parent ) {
			continue;
		}
		$product = wc_get_product( $id );
		$type    = $of > 0 ? 'variation' : ( in_array( $id, array_column( STANDIN_PRODUCTS, 3 ), true ) ? 'variable' : 'simple' );
		$rows[]  = array( 'id' => $id, 'type' => $type, 'name' => $name, 'price' => wc_format_decimal( $price ), 'sku' => $product->get_sku(), 'permalink' => $product->get_permalink(), 'date_created_gmt' => '2026-01-02T10:00:00', 'date_modified_gmt' => '2026-01-02T10:00:00', 'manage_stock' => null !== $product->get_stock(), 'stock_quantity' => $product->get_stock(), 'stock_status' => 'instock', 'images' => array(), 'categories' => array(), 'tags' => array() );
	}
	return $rows;
}

/** As the real list, it is one of WordPress' users, and plugins may ask it for less. */
function standin_customers( int $none, $request ): array {
	return array_map( function ( $user ) {
		$registered = str_replace( ' ', 'T', $user->user_registered );
		$changed    = (int) get_user_meta( $user->ID, 'last_update', true );
		$modified   = $changed > 0 ? gmdate( 'Y-m-d\TH:i:s', $changed ) : null;
		return array( 'id' => $user->ID, 'email' => $user->user_email, 'first_name' => $user->first_name, 'last_name' => $user->last_name, 'role' => reset( $user->roles ), 'date_created_gmt' => $registered, 'date_modified_gmt' => $modified, 'billing' => new stdClass(), 'shipping' => new stdClass(), 'meta_data' => array() );
	}, get_users( apply_filters( 'woocommerce_rest_customer_query', array(), $request ) ) );
}

function standin_orders(): array {
	$rows = array();
	for ( $id = 21; $id <= (int) get_option( 'standin_next_order', 20 ); $id++ ) {
		if ( wc_get_order( $id ) ) {
			$rows[] = standin_order_body( $id );
		}
	}
	return $rows;
}
