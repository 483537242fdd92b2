<?php
/**
 * What this shop keeps of its customers by Edgewise's word: the consent in force, tags, points and tier, as
 * meta of their accounts. A guest has no account, so nothing is kept of guests: their box at the checkout
 * is never ticked beforehand anyway.
 *
 * Consent can change here and there, and the later change stands; of two in one second the unsubscribe.
 * What Edgewise writes is no act of the customer, so nothing of it is reported.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** The consent in force by channel, with its date and proof. */
const STATE_META  = '_edgewise_consent_state';
const TAGS_META   = '_edgewise_tags';
const POINTS_META = '_edgewise_points';
const TIER_META   = '_edgewise_tier';
/** Customers that one call may write. */
const COPIES_AT_ONCE = 100;

/**
 * Writes what Edgewise says of customers.
 *
 * @return array|\WP_Error
 */
function keep_copies( \WP_REST_Request $request ) {
	// A copy of the shop has the key too, and its customers are nobody's.
	if ( null === connection() ) {
		return new \WP_Error( 'edgewise_not_connected', 'This site is not the one that is connected.', array( 'status' => 409 ) );
	}
	$now       = $request['now'];
	$customers = $request['customers'];
	if ( ! is_numeric( $now ) || ! is_array( $customers ) || count( $customers ) > COPIES_AT_ONCE ) {
		return new \WP_Error( 'edgewise_incomplete', 'now and up to ' . COPIES_AT_ONCE . ' customers are expected.', array( 'status' => 400 ) );
	}
	// Both clocks may be off; what counts is by how much.
	$ahead = microtime( true ) * 1000 - $now;
	$kept  = array();
	foreach ( $customers as $customer ) {
		$kept[] = keep_copy( (array) $customer, $ahead );
	}
	return array( 'customers' => $kept );
}

/**
 * @param array $customer Their address, and the parts that differ.
 * @param float $ahead    Milliseconds by which this site's clock is ahead of Edgewise's.
 * @return array{account: bool, later: array<int, string>}
 */
function keep_copy( array $customer, float $ahead ): array {
	$email = (string) ( $customer['email'] ?? '' );
	$user  = '' === $email ? false : get_user_by( 'email', $email );
	if ( ! $user || 0 !== strcasecmp( $user->user_email, $email ) ) {
		return array( 'account' => false, 'later' => array() );
	}
	$later = array();
	foreach ( (array) ( $customer['parts'] ?? array() ) as $part ) {
		switch ( $part['type'] ?? '' ) {
			case 'consent':
				$channel = (string) $part['channel'];
				$state   = array(
					'consent' => (string) $part['consent'],
					'since'   => seconds( $part['at'] + $ahead ),
					'at'      => gmdate( 'Y-m-d\TH:i:s\Z', seconds( $part['at'] ) ),
					'where'   => (string) ( $part['origin'] ?? '' ),
					'text'    => (string) ( $part['proof'] ?? '' ),
					'own'     => false,
				);
				if ( ! keep_state( $user->ID, $channel, $state ) ) {
					$later[] = $channel;
				}
				break;
			case 'tags':
				keep_meta( $user->ID, TAGS_META, array_values( array_map( 'strval', (array) $part['tags'] ) ) );
				break;
			case 'points':
				keep_meta( $user->ID, POINTS_META, (int) $part['balance'] );
				break;
			case 'tier':
				$id = (string) ( $part['tier'] ?? '' );
				keep_meta( $user->ID, TIER_META, '' === $id ? '' : array( 'id' => $id, 'name' => (string) ( $part['name'] ?? $id ) ) );
				break;
		}
	}
	return array( 'account' => true, 'later' => $later );
}

/** @param int|float $milliseconds Since 1970: more than whole numbers hold on some hosts. */
function seconds( $milliseconds ): int {
	return (int) floor( $milliseconds / 1000 );
}

/**
 * Keeps a meta, or removes it where there is nothing to keep.
 *
 * @param mixed $value What is kept.
 */
function keep_meta( int $user_id, string $key, $value ): void {
	if ( '' === $value || 0 === $value || array() === $value ) {
		delete_user_meta( $user_id, $key );
	} else {
		// WordPress takes slashes away from what it is given.
		update_user_meta( $user_id, $key, wp_slash( $value ) );
	}
}

/** What is in force in an account, by channel. */
function states( int $user_id ): array {
	$states = get_user_meta( $user_id, STATE_META, true );
	return is_array( $states ) ? $states : array();
}

/**
 * Keeps the consent on a channel, unless what the customer did here is later; whether it is kept.
 *
 * @param array{consent: string, since: int, at: string, where: string, text: string, own: bool} $state `since` by this site's clock.
 */
function keep_state( int $user_id, string $channel, array $state ): bool {
	$states = states( $user_id );
	$known  = $states[ $channel ] ?? null;
	// What Edgewise said before it may say otherwise: an order may turn out to be another person's.
	if ( null !== $known && ( $known['own'] || $state['own'] ) && is_later( $known, $state ) ) {
		show_states( $user_id );
		return $known['consent'] === $state['consent'];
	}
	$states[ $channel ] = $state;
	keep_meta( $user_id, STATE_META, $states );
	show_states( $user_id );
	return true;
}

/** Whether one state stands against another: it is later or, in the same second, an unsubscribe. */
function is_later( array $known, array $state ): bool {
	if ( $known['since'] !== $state['since'] ) {
		return $known['since'] > $state['since'];
	}
	return 'unsubscribed' === $known['consent'] && 'unsubscribed' !== $state['consent'];
}

/** Lets the account's fields, which WooCommerce shows, say what is in force. */
function show_states( int $user_id ): void {
	foreach ( states( $user_id ) as $channel => $state ) {
		if ( isset( CONSENT_FIELDS[ $channel ] ) ) {
			update_user_meta( $user_id, FIELD_META . CONSENT_FIELDS[ $channel ], 'subscribed' === $state['consent'] ? '1' : '0' );
		}
	}
}

/**
 * Keeps what the customer did in this shop; whether it is what is in force now.
 *
 * @param array{at: string, where: string, text: string} $act When, where, and to which text.
 */
function keep_act( int $user_id, string $channel, bool $agrees, array $act ): bool {
	return $user_id > 0 && keep_state(
		$user_id,
		$channel,
		array(
			'consent' => $agrees ? 'subscribed' : 'unsubscribed',
			'since'   => (int) strtotime( $act['at'] ),
			'own'     => true,
		) + $act
	);
}

// WooCommerce copies boxes of an order into the account, also those that were never shown.
foreach ( array( 'woocommerce_checkout_order_processed', 'woocommerce_store_api_checkout_order_processed' ) as $hook ) {
	add_action(
		$hook,
		function () {
			if ( is_user_logged_in() ) {
				show_states( get_current_user_id() );
			}
		},
		100
	);
}

// The account form may have been open since before its boxes changed.
add_action(
	'woocommerce_save_account_details',
	function ( $user_id ) {
		show_states( (int) $user_id );
	},
	100
);

// Where the merchant looks at a customer: under Users.
add_action( 'show_user_profile', __NAMESPACE__ . '\print_copy' );
add_action( 'edit_user_profile', __NAMESPACE__ . '\print_copy' );

/** @param \WP_User $user Whose profile is shown. */
function print_copy( $user ): void {
	if ( ! current_user_can( 'manage_woocommerce' ) ) {
		return;
	}
	$rows = array();
	$words = array(
		'subscribed'   => __( 'Subscribed', 'edgewise' ),
		'unsubscribed' => __( 'Unsubscribed', 'edgewise' ),
		'pending'      => __( 'Not confirmed yet', 'edgewise' ),
	);
	$channels = array(
		'email' => __( 'Email', 'edgewise' ),
		'sms'   => __( 'SMS', 'edgewise' ),
		'push'  => __( 'Push', 'edgewise' ),
	);
	foreach ( states( $user->ID ) as $channel => $state ) {
		if ( isset( $channels[ $channel ], $words[ $state['consent'] ] ) ) {
			/* translators: 1: subscribed or unsubscribed. 2: a date. */
			$rows[ $channels[ $channel ] ] = sprintf( __( '%1$s since %2$s', 'edgewise' ), $words[ $state['consent'] ], wp_date( (string) get_option( 'date_format' ), (int) strtotime( $state['at'] ) ) );
		}
	}
	$tags = get_user_meta( $user->ID, TAGS_META, true );
	if ( is_array( $tags ) && array() !== $tags ) {
		$rows[ __( 'Tags', 'edgewise' ) ] = implode( ', ', $tags );
	}
	$points = (int) get_user_meta( $user->ID, POINTS_META, true );
	if ( 0 !== $points ) {
		$rows[ __( 'Points', 'edgewise' ) ] = number_format_i18n( $points );
	}
	$tier = get_user_meta( $user->ID, TIER_META, true );
	if ( is_array( $tier ) ) {
		$rows[ __( 'Tier', 'edgewise' ) ] = $tier['name'];
	}
	if ( array() === $rows ) {
		return;
	}
	echo '<h2>' . esc_html__( 'Edgewise', 'edgewise' ) . '</h2><table class="form-table" role="presentation">';
	foreach ( $rows as $name => $value ) {
		printf( '<tr><th scope="row">%1$s</th><td>%2$s</td></tr>', esc_html( $name ), esc_html( $value ) );
	}
	echo '</table>';
}
