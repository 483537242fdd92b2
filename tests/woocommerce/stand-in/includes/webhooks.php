<?php
/** Webhooks: made by REST, delivered from a queue that the tests run, disabled at the seventh failure. */

class WC_Webhook {
	private $row;

	public function __construct( $row ) {
		$this->row = $row;
	}
	public function get_delivery_url() {
		return $this->row->delivery_url;
	}
	public function is_valid( $topic ) {
		return 'active' === $this->row->status && $topic === $this->row->topic;
	}
	/** What REST shows of it: no count of failures, no secret. */
	public function shown(): array {
		list( $resource, $event ) = explode( '.', $this->row->topic );
		return array( 'id' => (int) $this->row->webhook_id, 'name' => $this->row->name, 'status' => $this->row->status, 'topic' => $this->row->topic, 'resource' => $resource, 'event' => $event, 'delivery_url' => $this->row->delivery_url );
	}
	public function deliver( $topic, array $body ) {
		global $wpdb;
		$json   = wp_json_encode( $body );
		$answer = wp_safe_remote_post( $this->row->delivery_url, array(
			'timeout'     => 10,
			'redirection' => 0,
			'headers'     => array(
				'Content-Type'           => 'application/json',
				'X-WC-Webhook-Source'    => home_url( '/' ),
				'X-WC-Webhook-Topic'     => $topic,
				'X-WC-Webhook-Signature' => base64_encode( hash_hmac( 'sha256', $json, wp_specialchars_decode( $this->row->secret, ENT_QUOTES ), true ) ),
			),
			'body'        => $json,
		) );
		$code   = (int) wp_remote_retrieve_response_code( $answer );
		if ( $code >= 200 && $code <= 302 ) {
			$wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'failure_count' => 0 ), array( 'webhook_id' => $this->row->webhook_id ) );
		} elseif ( $this->row->failure_count > 5 ) {
			$wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'disabled' ), array( 'webhook_id' => $this->row->webhook_id ) );
		} else {
			$wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'failure_count' => $this->row->failure_count + 1 ), array( 'webhook_id' => $this->row->webhook_id ) );
		}
		return $code;
	}
}

/** @return array<int, WC_Webhook> */
function standin_webhooks(): array {
	global $wpdb;
	return array_map( function ( $row ) {
		return new WC_Webhook( $row );
	}, $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wc_webhooks ORDER BY webhook_id" ) );
}

foreach ( array( 'woocommerce_new_order' => 'order.created', 'woocommerce_update_order' => 'order.updated' ) as $hook => $topic ) {
	add_action( $hook, function ( $id ) use ( $topic ) {
		$queue             = get_option( 'standin_queue', array() );
		$queue["$topic/$id"] = array( $topic, (int) $id );
		update_option( 'standin_queue', $queue );
	} );
}

/** Delivers what is queued; an order that changed twice is delivered once, as it is now. */
function standin_run_queue(): array {
	$queue = get_option( 'standin_queue', array() );
	update_option( 'standin_queue', array() );
	$codes = array();
	foreach ( $queue as list( $topic, $id ) ) {
		foreach ( standin_webhooks() as $webhook ) {
			if ( $webhook->is_valid( $topic ) && apply_filters( 'woocommerce_webhook_should_deliver', true, $webhook, $id ) ) {
				$codes[] = $webhook->deliver( $topic, standin_order_body( $id ) );
			}
		}
	}
	return $codes;
}

/** An order as REST v3 shows it, built when it is delivered. */
function standin_order_body( int $id ): array {
	$all   = wc_get_order( $id )->all();
	$time  = function ( $at ) {
		return null === $at ? null : gmdate( 'Y-m-d\TH:i:s', $at );
	};
	$lines = array();
	foreach ( $all['items'] as $place => $item ) {
		$lines[] = array( 'id' => $place + 1, 'name' => $item['name'], 'product_id' => $item['product_id'], 'variation_id' => $item['variation_id'], 'quantity' => $item['quantity'], 'subtotal' => wc_format_decimal( $item['total'] ), 'subtotal_tax' => wc_format_decimal( 0.19 * $item['total'] ), 'total' => wc_format_decimal( $item['total'] ), 'total_tax' => wc_format_decimal( 0.19 * $item['total'] ), 'price' => $item['total'] / $item['quantity'] );
	}
	$meta = array();
	foreach ( $all['meta'] as $key => $value ) {
		$meta[] = array( 'id' => count( $meta ) + 1, 'key' => $key, 'value' => $value );
	}
	return array( 'id' => $id, 'status' => $all['status'], 'number' => (string) $id, 'currency' => 'EUR', 'total' => wc_format_decimal( $all['total'] ), 'prices_include_tax' => true, 'date_created_gmt' => $time( $all['created'] ), 'date_modified_gmt' => $time( $all['modified'] ), 'date_paid_gmt' => $time( $all['paid'] ), 'customer_id' => $all['customer_id'], 'created_via' => $all['created_via'], 'payment_method' => $all['payment_method'], 'billing' => (object) $all['billing'], 'shipping' => new stdClass(), 'line_items' => $lines, 'coupon_lines' => array(), 'refunds' => $all['refunds'] ?? array(), 'meta_data' => $meta );
}

function standin_list_webhooks( $request ) {
	return array_map( function ( $webhook ) {
		return $webhook->shown();
	}, array_slice( standin_webhooks(), ( max( 1, (int) $request['page'] ) - 1 ) * 100, 100 ) );
}
/** Answers 201 "active" even when the receiver refuses the ping. */
function standin_make_webhook( $request ) {
	global $wpdb;
	$wpdb->insert( "{$wpdb->prefix}wc_webhooks", array( 'status' => 'active', 'name' => $request['name'], 'user_id' => get_current_user_id(), 'delivery_url' => $request['delivery_url'], 'secret' => $request['secret'], 'topic' => $request['topic'] ) );
	$id = $wpdb->insert_id;
	wp_safe_remote_post( $request['delivery_url'], array( 'timeout' => 5, 'body' => "webhook_id=$id" ) );
	return new WP_REST_Response( ( new WC_Webhook( $wpdb->get_row( "SELECT * FROM {$wpdb->prefix}wc_webhooks WHERE webhook_id = $id" ) ) )->shown(), 201 );
}
/** Making it active again keeps the count of failures. */
function standin_change_webhook( $request ) {
	global $wpdb;
	$wpdb->update( "{$wpdb->prefix}wc_webhooks", array( 'status' => $request['status'] ), array( 'webhook_id' => (int) $request['id'] ) );
	return array( 'id' => (int) $request['id'] );
}
function standin_delete_webhook( $request ) {
	global $wpdb;
	$gone = $wpdb->delete( "{$wpdb->prefix}wc_webhooks", array( 'webhook_id' => (int) $request['id'] ) );
	return $gone ? array( 'id' => (int) $request['id'] ) : new WP_Error( 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.', array( 'status' => 404 ) );
}
