<?php
/**
 * The connection to Edgewise: where it is, and the keys it gave this shop.
 *
 * A staging copy carries the live shop's database and so its keys. It is told apart by its address, and
 * as long as that differs it sends nothing, answers nothing and removes nothing.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

const CONNECTION = 'edgewise_connection';

/** What Edgewise hands over when it connects: every member is text. */
const CONNECTION_PARTS = array( 'shop', 'api_url', 'api_key', 'webhook_url', 'webhook_secret', 'events_url', 'write_key' );

/**
 * The connection, or null while there is none or this is a copy of the shop that has it.
 *
 * @return array<string, string>|null
 */
function connection() {
	$kept = kept_connection();
	return null === $kept || is_copy() ? null : $kept;
}

/**
 * The connection as it is stored, also in a copy of the shop.
 *
 * @return array<string, string>|null
 */
function kept_connection() {
	$kept = get_option( CONNECTION );
	return is_array( $kept ) && isset( $kept['site'], $kept['webhook_secret'] ) ? $kept : null;
}

/** Whether this is a copy: the database of a connected shop under another address. */
function is_copy(): bool {
	$kept = kept_connection();
	return null !== $kept && $kept['site'] !== site_address();
}

/** This site's address without what may change by itself: scheme, `www.`, the last slash. */
function site_address(): string {
	$address = strtolower( untrailingslashit( home_url() ) );
	return (string) preg_replace( '#^https?://(www\.)?#', '', $address );
}

/** Whether an address is on this machine and does without https, as a shop that is being developed does. */
function is_plain_loopback( string $url ): bool {
	$host = (string) wp_parse_url( $url, PHP_URL_HOST );
	return 'http' === wp_parse_url( $url, PHP_URL_SCHEME ) && ( 'localhost' === $host || (bool) preg_match( '/^127(\.\d{1,3}){3}$/', $host ) );
}

/** The folder of its domain that this site is in, such as `/store`; empty where it is in none. */
function site_folder(): string {
	return untrailingslashit( (string) wp_parse_url( home_url(), PHP_URL_PATH ) );
}

/**
 * Keeps what Edgewise handed over, for the site as it is now.
 *
 * @param array<string, string> $parts The members of CONNECTION_PARTS, and `key_id`.
 */
function keep_connection( array $parts ): void {
	$parts['site'] = site_address();
	update_option( CONNECTION, $parts );
}

/** Removes the connection, and the REST key that was made for it. */
function forget_connection(): void {
	global $wpdb;
	$kept = kept_connection();
	if ( null !== $kept && ! is_copy() && ! empty( $kept['key_id'] ) ) {
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- WooCommerce has no function for it.
		$wpdb->delete( $wpdb->prefix . 'woocommerce_api_keys', array( 'key_id' => (int) $kept['key_id'] ), array( '%d' ) );
	}
	delete_option( CONNECTION );
}

/**
 * Calls Edgewise's API with the key of this shop.
 *
 * @param string     $method  `GET`, `POST` or `DELETE`.
 * @param string     $path    What follows the shop's address, such as `/customers/search`.
 * @param array|null $body    What to send, as JSON.
 * @return array{status: int, body: mixed} Status 0 when Edgewise could not be reached.
 */
function call_api( string $method, string $path, $body = null ): array {
	$connection = connection();
	if ( null === $connection ) {
		return array( 'status' => 0, 'body' => null );
	}
	$answer = wp_remote_request(
		$connection['api_url'] . $path,
		array(
			'method'      => $method,
			'timeout'     => 10,
			'redirection' => 0,
			'headers'     => array(
				'Authorization' => 'Bearer ' . $connection['api_key'],
				'Content-Type'  => 'application/json',
			),
			'body'        => null === $body ? null : wp_json_encode( $body ),
		)
	);
	if ( is_wp_error( $answer ) ) {
		return array( 'status' => 0, 'body' => null );
	}
	return array(
		'status' => (int) wp_remote_retrieve_response_code( $answer ),
		'body'   => json_decode( wp_remote_retrieve_body( $answer ), true ),
	);
}

// WordPress lets nothing be delivered to this machine: to an Edgewise that is being developed here, it must.
add_filter(
	'http_request_host_is_external',
	function ( $is_external, $host, $url ) {
		return $is_external || is_own_loopback( (string) $url );
	},
	10,
	3
);
add_filter(
	'http_allowed_safe_ports',
	function ( $ports, $host, $url ) {
		return is_own_loopback( (string) $url ) ? array_merge( $ports, array( (int) wp_parse_url( $url, PHP_URL_PORT ) ) ) : $ports;
	},
	10,
	3
);

/** Whether an address is where Edgewise receives this shop's webhooks, on the machine that both are on. */
function is_own_loopback( string $url ): bool {
	$kept = kept_connection();
	return null !== $kept && $url === $kept['webhook_url'] && is_plain_loopback( $url ) && is_plain_loopback( (string) get_option( 'home' ) );
}

// A copy's webhooks would go on to the live account: they are held back where they leave.
add_filter(
	'woocommerce_webhook_should_deliver',
	function ( $should, $webhook ) {
		$kept = kept_connection();
		$is_ours = null !== $kept && $webhook->get_delivery_url() === $kept['webhook_url'];
		return $is_ours && is_copy() ? false : $should;
	},
	10,
	2
);
