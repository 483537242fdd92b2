<?php
/**
 * WordPress' tools for personal data: what Edgewise holds about a person, and what our fields left with
 * WooCommerce, whose own exporter and eraser do not know additional fields.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** Orders that are looked at in one call of an exporter or an eraser. */
const ORDERS_AT_ONCE = 20;
const ERASE          = 'edgewise_erase';
/** An erasure that Edgewise did not confirm is asked for again after this time, in seconds. */
const ERASE_AGAIN = HOUR_IN_SECONDS;

add_filter(
	'wp_privacy_personal_data_exporters',
	function ( $exporters ) {
		$exporters['edgewise'] = array(
			'exporter_friendly_name' => __( 'Edgewise', 'edgewise' ),
			'callback'               => __NAMESPACE__ . '\export_person',
		);
		return $exporters;
	}
);
add_filter(
	'wp_privacy_personal_data_erasers',
	function ( $erasers ) {
		$erasers['edgewise'] = array(
			'eraser_friendly_name' => __( 'Edgewise', 'edgewise' ),
			'callback'             => __NAMESPACE__ . '\erase_person',
		);
		return $erasers;
	}
);
add_action(
	'admin_init',
	function () {
		wp_add_privacy_policy_content(
			'Edgewise',
			wp_kses_post( wpautop( __( 'We use Edgewise to decide which messages you get. It receives your cart, the address you type at the checkout, your orders, what you look at in this shop, and whether you agreed to marketing. A cart that was only typed and not ordered is kept for 30 days.', 'edgewise' ) ) )
		);
	}
);

/** The meta of a person that is ours, by the words for it. */
function private_fields(): array {
	return array(
		FIELD_META . CONSENT_FIELDS['email'] => __( 'Agreed to email', 'edgewise' ),
		FIELD_META . CONSENT_FIELDS['sms']   => __( 'Agreed to text messages', 'edgewise' ),
		FIELD_META . BIRTHDAY                => __( 'Birthday', 'edgewise' ),
		CONSENT_META                         => __( 'When and to what they agreed', 'edgewise' ),
		CART_META                            => __( 'Cart', 'edgewise' ),
		STATE_META                           => __( 'Marketing consent', 'edgewise' ),
		TAGS_META                            => __( 'Tags', 'edgewise' ),
		POINTS_META                          => __( 'Points', 'edgewise' ),
		TIER_META                            => __( 'Tier', 'edgewise' ),
	);
}

/**
 * Exports what is there about an address, a page at a time.
 *
 * @return array{data: array, done: bool}
 */
function export_person( string $email, int $page = 1 ): array {
	$data = array();
	if ( 1 === $page ) {
		$user = get_user_by( 'email', $email );
		if ( $user ) {
			$data[] = exported( "user-{$user->ID}", fields_of( function ( $key ) use ( $user ) {
				return get_user_meta( $user->ID, $key, true );
			} ) );
		}
		foreach ( (array) customers_of( $email ) as $id ) {
			$answer = call_api( 'GET', "/customers/$id/export" );
			if ( 200 === $answer['status'] ) {
				$data[] = exported( "edgewise-$id", array( __( 'Everything Edgewise holds', 'edgewise' ) => wp_json_encode( $answer['body'], JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE ) ) );
			}
		}
	}
	$orders = orders_of( $email, $page );
	foreach ( $orders as $order ) {
		$data[] = exported( "order-{$order->get_id()}", fields_of( array( $order, 'get_meta' ) ) );
	}
	return array(
		'data' => array_values( array_filter( $data ) ),
		'done' => count( $orders ) < ORDERS_AT_ONCE,
	);
}

/** @return array<string, string> Values by the words for them; empty ones are left out. */
function fields_of( callable $read ): array {
	$values = array();
	foreach ( private_fields() as $key => $words ) {
		$value = $read( $key );
		if ( '' !== $value && null !== $value && array() !== $value ) {
			$values[ $words ] = is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE );
		}
	}
	return $values;
}

/** One item of an export; null where there is nothing in it. */
function exported( string $id, array $values ): ?array {
	if ( array() === $values ) {
		return null;
	}
	$data = array();
	foreach ( $values as $name => $value ) {
		$data[] = compact( 'name', 'value' );
	}
	return array(
		'group_id'    => 'edgewise',
		'group_label' => __( 'Edgewise', 'edgewise' ),
		'item_id'     => $id,
		'data'        => $data,
	);
}

/**
 * Erases what is there about an address, a page at a time. What Edgewise has not confirmed counts as
 * retained, and is asked for again until it is done.
 *
 * @return array{items_removed: bool, items_retained: bool, messages: array<int, string>, done: bool}
 */
function erase_person( string $email, int $page = 1 ): array {
	$removed  = false;
	$retained = false;
	$messages = array();
	if ( 1 === $page ) {
		$user = get_user_by( 'email', $email );
		if ( $user ) {
			foreach ( array_keys( private_fields() ) as $key ) {
				$removed = delete_user_meta( $user->ID, $key ) || $removed;
			}
		}
		$erased = erase_in_edgewise( $email );
		if ( null === $erased ) {
			$retained   = true;
			$messages[] = __( 'Edgewise could not be reached. It is asked again every hour until the data is erased.', 'edgewise' );
			schedule_erasure( $email );
		}
		$removed = $removed || $erased > 0;
	}
	$orders = orders_of( $email, $page );
	foreach ( $orders as $order ) {
		$there = fields_of( array( $order, 'get_meta' ) );
		if ( array() !== $there ) {
			array_map( array( $order, 'delete_meta_data' ), array_keys( private_fields() ) );
			$order->save();
			$removed = true;
		}
	}
	return array(
		'items_removed'  => $removed,
		'items_retained' => $retained,
		'messages'       => $messages,
		'done'           => count( $orders ) < ORDERS_AT_ONCE,
	);
}

/** Erases a person in Edgewise; how many customers they were, or null where that is not certain. */
function erase_in_edgewise( string $email ): ?int {
	if ( null === kept_connection() || is_copy() ) {
		return 0;
	}
	$customers = customers_of( $email );
	if ( null === $customers ) {
		return null;
	}
	foreach ( $customers as $id ) {
		$answer = call_api( 'DELETE', "/customers/$id" );
		if ( $answer['status'] < 200 || ( $answer['status'] >= 300 && 404 !== $answer['status'] ) ) {
			return null;
		}
	}
	return count( $customers );
}

/**
 * The customers in Edgewise that have this address, by their ids; null where Edgewise did not say.
 *
 * @return array<int, string>|null
 */
function customers_of( string $email ): ?array {
	$answer = call_api( 'POST', '/customers/search', array( 'q' => $email ) );
	if ( 200 !== $answer['status'] || ! isset( $answer['body']['customers'] ) ) {
		return null;
	}
	$ids = array();
	foreach ( $answer['body']['customers'] as $customer ) {
		// A search finds more than an address; only the address itself is meant.
		if ( 0 === strcasecmp( (string) $customer['email'], $email ) && preg_match( '/^[a-z2-7]+$/', $customer['customer'] ) ) {
			$ids[] = $customer['customer'];
		}
	}
	return $ids;
}

/** @return array<int, \WC_Order> */
function orders_of( string $email, int $page ): array {
	return wc_get_orders(
		array(
			'billing_email' => $email,
			'limit'         => ORDERS_AT_ONCE,
			'page'          => $page,
			'orderby'       => 'ID',
			'order'         => 'ASC',
		)
	);
}

function schedule_erasure( string $email ): void {
	if ( function_exists( 'as_schedule_single_action' ) ) {
		as_schedule_single_action( time() + ERASE_AGAIN, ERASE, array( $email ), JOBS );
	}
}
add_action(
	ERASE,
	function ( $email ) {
		if ( null === erase_in_edgewise( (string) $email ) ) {
			schedule_erasure( (string) $email );
		}
	}
);
