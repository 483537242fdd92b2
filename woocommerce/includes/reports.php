<?php
/**
 * What this shop reports to Edgewise: collected while a request is answered, signed and sent after it.
 *
 * A report goes the way of WooCommerce's own webhooks: the same address, the same headers, the same
 * signature over the raw body.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** A report that must arrive is tried again after these many seconds. */
const RETRY_AFTER = array( 60, 600, 3600, 6 * 3600, 24 * 3600 );
const RESEND      = 'edgewise_resend';
const JOBS        = 'edgewise';

/**
 * The reports of this request, in their order.
 *
 * @param array{0: string, 1: array, 2: bool}|null $report Topic, body, and whether it must arrive.
 * @return array<int, array{0: string, 1: array, 2: bool}>
 */
function reports( $report = null ): array {
	static $waiting = array();
	if ( null !== $report ) {
		$waiting[] = $report;
		return $waiting;
	}
	$taken   = $waiting;
	$waiting = array();
	return $taken;
}

/** Reports something that the next report would make up for. */
function report( string $topic, array $body ): void {
	if ( null !== connection() ) {
		reports( array( $topic, $body, false ) );
	}
}

/** Reports something that must not be lost: it is sent again until Edgewise has it. */
function report_surely( string $topic, array $body ): void {
	if ( null !== connection() ) {
		reports( array( $topic, $body, true ) );
	}
}

/** This moment as reports write it. */
function now(): string {
	return gmdate( 'Y-m-d\TH:i:s\Z' );
}

// After WooCommerce saved its session (20), and with the page already out where PHP can do that.
add_action( 'shutdown', __NAMESPACE__ . '\send_reports', 100 );

function send_reports(): void {
	$waiting = reports();
	if ( array() === $waiting ) {
		return;
	}
	if ( function_exists( 'fastcgi_finish_request' ) ) {
		fastcgi_finish_request();
	} elseif ( function_exists( 'litespeed_finish_request' ) ) {
		litespeed_finish_request();
	}
	foreach ( $waiting as list( $topic, $body, $surely ) ) {
		if ( ! $surely ) {
			send( $topic, $body, false );
		} elseif ( ! send( $topic, $body, true ) ) {
			schedule_resend( $topic, $body, 0 );
		}
	}
}

/**
 * Sends one report.
 *
 * @param bool $wait Whether to wait for the answer; without, the answer is not known.
 * @return bool Whether Edgewise took it.
 */
function send( string $topic, array $body, bool $wait ): bool {
	$connection = connection();
	if ( null === $connection ) {
		return false;
	}
	$json   = (string) wp_json_encode( $body );
	$secret = $connection['webhook_secret'];
	$answer = wp_remote_post(
		$connection['webhook_url'],
		array(
			'blocking'    => $wait,
			'timeout'     => $wait ? 5 : 1,
			'redirection' => 0,
			'headers'     => array(
				'Content-Type'           => 'application/json',
				'X-WC-Webhook-Topic'     => $topic,
				'X-WC-Webhook-Source'    => home_url( '/' ),
				// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- a signature, as WooCommerce writes it.
				'X-WC-Webhook-Signature' => base64_encode( hash_hmac( 'sha256', $json, $secret, true ) ),
			),
			'body'        => $json,
		)
	);
	return 200 === wp_remote_retrieve_response_code( $answer );
}

/** Tries a report again later. Jobs stay when the plugin is deactivated, and end with the connection. */
function schedule_resend( string $topic, array $body, int $attempt ): void {
	if ( isset( RETRY_AFTER[ $attempt ] ) && function_exists( 'as_schedule_single_action' ) ) {
		as_schedule_single_action( time() + RETRY_AFTER[ $attempt ], RESEND, array( $topic, $body, $attempt + 1 ), JOBS );
	}
}

add_action(
	RESEND,
	function ( $topic, $body, $attempt ) {
		if ( null !== connection() && ! send( (string) $topic, (array) $body, true ) ) {
			schedule_resend( (string) $topic, (array) $body, (int) $attempt );
		}
	},
	10,
	3
);
