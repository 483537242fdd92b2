<?php
/**
 * Opening Edgewise from WordPress, without a second login: this site signs who somebody is here, and their browser
 * takes that over to Edgewise. It holds once, and for a minute.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

add_action(
	'admin_menu',
	function () {
		if ( null === connection() ) {
			return;
		}
		$title = __( 'Open Edgewise', 'edgewise' );
		$page  = add_submenu_page( 'woocommerce', $title, $title, 'manage_woocommerce', 'edgewise-open', '__return_null' );
		// The menu's page is never shown: it leads to the form below.
		add_action(
			"load-$page",
			function () {
				wp_safe_redirect( open_url() );
				exit;
			}
		);
	},
	20
);
add_action(
	'admin_post_edgewise_open',
	function () {
		if ( ! current_user_can( 'manage_woocommerce' ) ) {
			wp_die( esc_html__( 'You’re not allowed to do this.', 'edgewise' ), 403 );
		}
		check_admin_referer( 'edgewise_open' );
		open_edgewise();
	}
);

function open_url(): string {
	return add_query_arg( '_wpnonce', wp_create_nonce( 'edgewise_open' ), admin_url( 'admin-post.php?action=edgewise_open' ) );
}

/**
 * What somebody is in Edgewise: administrators are owners, whoever else manages the shop is an editor.
 *
 * @return string `owner`, `editor`, `viewer`, or empty for somebody who may not come in.
 */
function edgewise_role( \WP_User $user ): string {
	$role = user_can( $user, 'manage_options' ) ? 'owner' : 'editor';

	/**
	 * Filters what somebody is in Edgewise.
	 *
	 * @param string   $role `owner`, `editor` or `viewer`; empty keeps them out.
	 * @param \WP_User $user
	 */
	$role = (string) apply_filters( 'edgewise_role', $role, $user );
	return in_array( $role, array( 'owner', 'editor', 'viewer' ), true ) ? $role : '';
}

/**
 * Who somebody is here, signed for Edgewise.
 *
 * The key is made of the webhook secret, for this alone: what WooCommerce signs with the secret itself is never taken
 * for a visit.
 *
 * @param array<string, string> $connection
 * @return array{visit: string, signature: string}
 */
function signed_visit( array $connection, \WP_User $user, string $role ): array {
	$visit = wp_json_encode(
		array(
			'shop'  => $connection['shop'],
			'site'  => $connection['site'],
			'user'  => (string) $user->ID,
			'name'  => mb_substr( $user->display_name, 0, 100 ),
			'email' => $user->user_email,
			'role'  => $role,
			'nonce' => bin2hex( random_bytes( 24 ) ),
			'time'  => (int) floor( microtime( true ) * 1000 ),
		)
	);
	$key   = hash_hmac( 'sha256', 'edgewise sign-in', $connection['webhook_secret'], true );
	return array(
		'visit'     => $visit,
		'signature' => hash_hmac( 'sha256', $visit, $key ),
	);
}

/** Has the browser post the visit: a form that sends itself, with a button where scripts are off. */
function open_edgewise(): void {
	$connection = connection();
	$user       = wp_get_current_user();
	$role       = edgewise_role( $user );
	if ( null === $connection ) {
		wp_safe_redirect( page_url() );
		exit;
	}
	if ( '' === $role ) {
		wp_die( esc_html__( 'You’re not allowed to open Edgewise. Ask an administrator of this site.', 'edgewise' ), 403 );
	}
	$signed = signed_visit( $connection, $user, $role );
	$target = preg_replace( '#/api/shops/[^/]+$#', '/sign-in/wordpress', $connection['api_url'] );
	nocache_headers();
	header( 'Content-Type: text/html; charset=utf-8' );
	header( 'Referrer-Policy: no-referrer' );
	printf(
		'<!doctype html><html %1$s><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Edgewise</title><body><form method="post" action="%2$s"><input type="hidden" name="visit" value="%3$s"><input type="hidden" name="signature" value="%4$s"><button>%5$s</button></form><script>document.forms[0].submit();</script></body></html>',
		get_language_attributes(), // phpcs:ignore WordPress.Security.EscapeOutput -- escaped by WordPress.
		esc_url( $target ),
		esc_attr( $signed['visit'] ),
		esc_attr( $signed['signature'] ),
		esc_html__( 'Open Edgewise', 'edgewise' )
	);
	exit;
}
