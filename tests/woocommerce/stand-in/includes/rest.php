<?php
/** REST v3 as far as Edgewise uses it, its keys, and the page on which an owner approves one. */

register_activation_hook(
	dirname( __DIR__ ) . '/woocommerce.php',
	function () {
		global $wpdb;
		$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}woocommerce_api_keys (key_id BIGINT PRIMARY KEY AUTO_INCREMENT, user_id BIGINT, description TEXT, permissions VARCHAR(10), consumer_key CHAR(64), consumer_secret CHAR(43), truncated_key CHAR(7))" );
		$wpdb->query( "CREATE TABLE IF NOT EXISTS {$wpdb->prefix}wc_webhooks (webhook_id BIGINT PRIMARY KEY AUTO_INCREMENT, status VARCHAR(20), name TEXT, user_id BIGINT, delivery_url TEXT, secret TEXT, topic VARCHAR(200), failure_count INT DEFAULT 0)" );
		add_role( 'shop_manager', 'Shop manager', array( 'read' => true, 'manage_woocommerce' => true ) );
		add_role( 'customer', 'Customer', array( 'read' => true ) );
		get_role( 'administrator' )->add_cap( 'manage_woocommerce' );
	}
);

/**
 * Keys are taken for `wc/` and for plugins whose name begins with `wc-`: over https as Basic authentication,
 * without it as the signature of an OAuth request in the query, and there each nonce once.
 */
function standin_is_keyed_route(): bool {
	return (bool) preg_match( '#/wp-json/(wc/v|wc-)#', $_SERVER['REQUEST_URI'] ?? '' );
}

/** Whether this request is signed with a secret: now, and for the first time. */
function standin_is_signed( string $secret ): bool {
	$asked = wp_unslash( $_GET );
	$given = (string) ( $asked['oauth_signature'] ?? '' );
	unset( $asked['oauth_signature'] );
	ksort( $asked, SORT_STRING );
	$pairs = array();
	foreach ( $asked as $name => $value ) {
		$pairs[] = rawurlencode( $name ) . '=' . rawurlencode( $value );
	}
	$address = home_url( strtok( $_SERVER['REQUEST_URI'], '?' ), 'http' );
	$base    = $_SERVER['REQUEST_METHOD'] . '&' . rawurlencode( $address ) . '&' . rawurlencode( implode( '&', $pairs ) );
	$nonce   = 'standin_nonce_' . ( $asked['oauth_nonce'] ?? '' );
	$is_new  = abs( time() - (int) ( $asked['oauth_timestamp'] ?? 0 ) ) < 15 * MINUTE_IN_SECONDS && add_option( $nonce, 1 );
	return $is_new && 'HMAC-SHA256' === $asked['oauth_signature_method'] && hash_equals( base64_encode( hash_hmac( 'sha256', $base, "$secret&", true ) ), $given );
}

add_filter(
	'determine_current_user',
	function ( $user ) {
		global $wpdb;
		$key = is_ssl() ? ( $_SERVER['PHP_AUTH_USER'] ?? '' ) : ( $_GET['oauth_consumer_key'] ?? '' );
		if ( $user || ! standin_is_keyed_route() || '' === $key ) {
			return $user;
		}
		$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_api_keys WHERE consumer_key = %s", wc_api_hash( $key ) ) );
		if ( ! $row || ! ( is_ssl() ? hash_equals( $row->consumer_secret, (string) ( $_SERVER['PHP_AUTH_PW'] ?? '' ) ) : standin_is_signed( $row->consumer_secret ) ) ) {
			return $user;
		}
		$GLOBALS['standin_permissions'] = $row->permissions;
		return (int) $row->user_id;
	},
	15
);
add_filter(
	'rest_pre_dispatch',
	function ( $result, $server, $request ) {
		$may = $GLOBALS['standin_permissions'] ?? 'read_write';
		if ( 'GET' !== $request->get_method() && 'read' === $may ) {
			return new WP_Error( 'woocommerce_rest_authentication_error', 'The API key provided does not have write permissions.', array( 'status' => 401 ) );
		}
		return $result;
	},
	10,
	3
);

add_action(
	'rest_api_init',
	function () {
		$may = function () {
			return current_user_can( 'manage_woocommerce' ) ? true : new WP_Error( 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.', array( 'status' => is_user_logged_in() ? 403 : 401 ) );
		};
		$routes = array(
			array( '/webhooks', 'GET', 'standin_list_webhooks' ),
			array( '/webhooks', 'POST', 'standin_make_webhook' ),
			array( '/webhooks/(?P<id>\d+)', 'PUT', 'standin_change_webhook' ),
			array( '/webhooks/(?P<id>\d+)', 'DELETE', 'standin_delete_webhook' ),
		);
		foreach ( $routes as list( $path, $methods, $callback ) ) {
			register_rest_route( 'wc/v3', $path, array( 'methods' => $methods, 'callback' => $callback, 'permission_callback' => $may ) );
		}
	}
);

/** The owner's approval. The key goes to the callback within the owner's click. */
function standin_wc_auth( string $step ) {
	global $wpdb;
	$asked = array_map( 'wp_unslash', $_GET );
	if ( 0 !== strpos( $asked['callback_url'] ?? '', 'https://' ) ) {
		wp_die( 'Error: The callback_url needs to be over SSL.', 401 );
	}
	if ( ! current_user_can( 'manage_woocommerce' ) ) {
		wp_die( 'Log in first.', 401 );
	}
	if ( 'authorize' === $step ) {
		$approve = add_query_arg( array_map( 'rawurlencode', $asked ), wp_nonce_url( home_url( '/wc-auth/v1/access_granted' ), 'wc_auth_grant_access', 'wc_auth_nonce' ) );
		echo '<a class="approve" href="' . esc_url( $approve ) . '">Approve</a>';
		exit;
	}
	check_admin_referer( 'wc_auth_grant_access', 'wc_auth_nonce' );
	$key    = 'ck_' . bin2hex( random_bytes( 20 ) );
	$secret = 'cs_' . bin2hex( random_bytes( 20 ) );
	$wpdb->insert( "{$wpdb->prefix}woocommerce_api_keys", array( 'user_id' => get_current_user_id(), 'description' => $asked['app_name'], 'permissions' => $asked['scope'], 'consumer_key' => wc_api_hash( $key ), 'consumer_secret' => $secret, 'truncated_key' => substr( $key, -7 ) ) );
	$key_id = $wpdb->insert_id;
	$answer = wp_safe_remote_post( $asked['callback_url'], array(
		'timeout' => 60,
		'headers' => array( 'Content-Type' => 'application/json;charset=' . get_bloginfo( 'charset' ) ),
		'body'    => wp_json_encode( array( 'key_id' => $key_id, 'user_id' => $asked['user_id'], 'consumer_key' => $key, 'consumer_secret' => $secret, 'key_permissions' => $asked['scope'] ) ),
	) );
	if ( 200 !== wp_remote_retrieve_response_code( $answer ) ) {
		$wpdb->delete( "{$wpdb->prefix}woocommerce_api_keys", array( 'key_id' => $key_id ) );
		wp_die( 'Error: An error occurred in the request and at the time were unable to send the consumer data.', 401 );
	}
	wp_redirect( add_query_arg( array( 'success' => 1, 'user_id' => $asked['user_id'] ), $asked['return_url'] ) );
	exit;
}
