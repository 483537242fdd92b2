<?php
/**
 * The plugin's page under WooCommerce: connect, see how the connection is, disconnect.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

const PAGE = 'edgewise';

add_action(
	'admin_menu',
	function () {
		add_submenu_page( 'woocommerce', 'Edgewise', 'Edgewise', 'manage_woocommerce', PAGE, __NAMESPACE__ . '\show_page' );
	}
);
foreach ( array( 'connect', 'disconnect' ) as $edgewise_action ) {
	add_action(
		"admin_post_edgewise_$edgewise_action",
		function () use ( $edgewise_action ) {
			if ( ! current_user_can( 'manage_woocommerce' ) ) {
				wp_die( esc_html__( 'You’re not allowed to do this.', 'edgewise' ), 403 );
			}
			check_admin_referer( "edgewise_$edgewise_action" );
			call_user_func( __NAMESPACE__ . "\\$edgewise_action" );
		}
	);
}

function page_url( string $say = '' ): string {
	$url = admin_url( 'admin.php?page=' . PAGE );
	return '' === $say ? $url : add_query_arg( 'edgewise_say', $say, $url );
}

/**
 * Begins connecting: the merchant approves a key for Edgewise on WooCommerce's own page. That page wants https,
 * so for a shop and an Edgewise on one machine the key is made here.
 */
function connect(): void {
	// phpcs:ignore WordPress.Security.NonceVerification.Missing -- checked by the caller.
	$code = read_code( trim( sanitize_text_field( wp_unslash( (string) ( $_POST['edgewise_code'] ?? '' ) ) ) ) );
	if ( null === $code ) {
		wp_safe_redirect( page_url( 'bad-code' ) );
		exit;
	}
	if ( is_plain_loopback( $code['callback'] ) ) {
		$connected = is_plain_loopback( (string) get_option( 'home' ) ) && connect_here( $code );
		wp_safe_redirect( page_url( $connected ? '' : 'not-connected' ) );
		exit;
	}
	$asked = array(
		'app_name'     => 'Edgewise',
		'scope'        => 'read_write',
		'user_id'      => $code['nonce'] . site_folder(),
		'return_url'   => page_url( 'approved' ),
		'callback_url' => $code['callback'],
	);
	wp_safe_redirect( add_query_arg( array_map( 'rawurlencode', $asked ), home_url( '/wc-auth/v1/authorize' ) ) );
	exit;
}

/**
 * Makes a key and hands it over, as WooCommerce's page would; whether Edgewise took it.
 *
 * @param array{callback: string, nonce: string} $code
 */
function connect_here( array $code ): bool {
	global $wpdb;
	$table  = $wpdb->prefix . 'woocommerce_api_keys';
	$key    = 'ck_' . bin2hex( random_bytes( 20 ) );
	$secret = 'cs_' . bin2hex( random_bytes( 20 ) );
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- WooCommerce has no function for it.
	$wpdb->insert(
		$table,
		array(
			'user_id'         => get_current_user_id(),
			'description'     => 'Edgewise',
			'permissions'     => 'read_write',
			'consumer_key'    => wc_api_hash( $key ),
			'consumer_secret' => $secret,
			'truncated_key'   => substr( $key, -7 ),
		)
	);
	$key_id = $wpdb->insert_id;
	$answer = wp_remote_post(
		$code['callback'],
		array(
			'timeout' => 60,
			'headers' => array( 'Content-Type' => 'application/json' ),
			'body'    => wp_json_encode(
				array(
					'key_id'          => $key_id,
					'user_id'         => $code['nonce'] . site_folder(),
					'consumer_key'    => $key,
					'consumer_secret' => $secret,
					'key_permissions' => 'read_write',
					'plain'           => true,
				)
			),
		)
	);
	if ( 200 === wp_remote_retrieve_response_code( $answer ) ) {
		return true;
	}
	$wpdb->delete( $table, array( 'key_id' => $key_id ), array( '%d' ) );
	// phpcs:enable
	return false;
}

/**
 * A code as Edgewise shows it: its address and a nonce that holds once, for an hour.
 *
 * @return array{callback: string, nonce: string}|null
 */
function read_code( string $code ): ?array {
	list( $callback, $nonce ) = explode( '#', $code, 2 ) + array( '', '' );
	if ( ! is_callback( $callback ) || ! preg_match( '/^[a-z2-7]{26}\.[\w-]{43}$/', $nonce ) ) {
		return null;
	}
	return compact( 'callback', 'nonce' );
}

/** Whether an address has the form of one of Edgewise's callbacks. */
function is_callback( string $url ): bool {
	return (bool) preg_match( '#^https?://[^/\s?]+/connect/woocommerce$#', $url ) && ( 0 === strpos( $url, 'https' ) || is_plain_loopback( $url ) );
}

/** Disconnects: Edgewise removes its webhooks and forgets its keys. In a copy, only the copy forgets. */
function disconnect(): void {
	$say = '';
	if ( null !== connection() ) {
		$answer = call_api( 'DELETE', '/connection?site=' . rawurlencode( site_address() ) );
		$say    = 200 === $answer['status'] ? '' : 'not-told';
	}
	forget_connection();
	wp_safe_redirect( page_url( $say ) );
	exit;
}

/** What the page says after something was done, by name. */
function sentence( string $name ): string {
	$sentences = array(
		'bad-code' => __( 'That isn’t a connection code. Copy the whole code from Edgewise. It starts with https:// and works for one hour.', 'edgewise' ),
		'not-connected' => __( 'Edgewise didn’t accept the key. Without https, Edgewise and your shop must run on the same machine. A code works once, for one hour.', 'edgewise' ),
		'not-told' => __( 'This site is disconnected, but Edgewise couldn’t be reached. Disconnect the store in Edgewise too.', 'edgewise' ),
	);
	return $sentences[ $name ] ?? '';
}

function show_page(): void {
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- shows one of our own sentences.
	$said = sentence( sanitize_key( wp_unslash( (string) ( $_GET['edgewise_say'] ?? '' ) ) ) );
	echo '<div class="wrap"><h1>Edgewise</h1>';
	if ( '' !== $said ) {
		printf( '<div class="notice notice-warning"><p>%s</p></div>', esc_html( $said ) );
	}
	if ( is_copy() ) {
		show_copy();
	} elseif ( null === connection() ) {
		show_connect_form( __( 'Connect', 'edgewise' ) );
	} else {
		if ( ! show_connection() ) {
			show_connect_form( __( 'Connect again', 'edgewise' ) );
		}
		printf( '<p><a class="button button-primary" href="%s">%s</a></p>', esc_url( open_url() ), esc_html__( 'Open Edgewise', 'edgewise' ) );
		show_form( 'disconnect', __( 'Disconnect', 'edgewise' ), __( 'Edgewise removes its webhooks and its key, and forgets this site’s keys.', 'edgewise' ) );
	}
	echo '</div>';
}

function show_copy(): void {
	$kept = kept_connection();
	printf(
		'<div class="notice notice-info"><p>%s</p></div>',
		esc_html(
			sprintf(
				/* translators: 1: address of the live shop, 2: address of this site */
				__( 'This site (%2$s) is a copy of %1$s, which stays connected. The copy sends nothing to Edgewise. If the shop moved here, disconnect this copy, change the shop’s domain in Edgewise and connect again.', 'edgewise' ),
				$kept['site'],
				site_address()
			)
		)
	);
	show_form( 'disconnect', __( 'Disconnect this copy', 'edgewise' ), __( 'Nothing changes for the live shop.', 'edgewise' ) );
}

function show_connect_form( string $button ): void {
	show_form( 'connect', $button, __( 'In Edgewise, open Settings, then Connection, create a connection code, and paste it here. WooCommerce then asks you to approve a key for Edgewise.', 'edgewise' ) );
}

/** Shows how the connection is; whether all is well. */
function show_connection(): bool {
	$answer = call_api( 'GET', '/connection' );
	if ( 200 !== $answer['status'] ) {
		printf( '<p>%s</p>', esc_html__( 'Connected, but Edgewise isn’t responding right now. Consent is sent once it does.', 'edgewise' ) );
		return false;
	}
	$state = $answer['body'];
	$last  = $state['last_delivery_at'];
	if ( null === $last ) {
		$words = __( 'Connected. No delivery yet.', 'edgewise' );
	} else {
		/* translators: %s: how long ago, such as “3 minutes” */
		$words = sprintf( __( 'Connected. Last delivery %s ago.', 'edgewise' ), human_time_diff( (int) ( $last / 1000 ) ) );
	}
	printf( '<p>%s</p>', esc_html( $words ) );
	if ( null !== $state['trouble'] ) {
		printf( '<div class="notice notice-warning inline"><p>%s</p></div>', esc_html( $state['trouble']['message'] ) );
	}
	return null === $state['trouble'];
}

/** A form with one button; for connecting also with the field for the code. */
function show_form( string $action, string $button, string $text ): void {
	printf( '<form method="post" action="%s">', esc_url( admin_url( 'admin-post.php' ) ) );
	wp_nonce_field( "edgewise_$action" );
	printf( '<input type="hidden" name="action" value="edgewise_%s"><p>%s</p>', esc_attr( $action ), esc_html( $text ) );
	if ( 'connect' === $action ) {
		printf( '<p><label for="edgewise_code">%s</label><br><input type="text" class="large-text code" id="edgewise_code" name="edgewise_code" required></p>', esc_html__( 'Connection code', 'edgewise' ) );
	}
	submit_button( $button, 'connect' === $action ? 'primary' : 'secondary' );
	echo '</form>';
}
