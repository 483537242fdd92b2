<?php
/**
 * Removes what the plugin keeps. WooCommerce and its scheduler may be gone already, and Edgewise may be
 * out of reach; neither stops it. A copy of a shop removes only what is in the copy.
 *
 * @package Edgewise
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Removes what is kept on the current site. */
function edgewise_uninstall_site() {
	global $wpdb;
	$kept = get_option( 'edgewise_connection' );
	$site = preg_replace( '#^https?://(www\.)?#', '', strtolower( untrailingslashit( home_url() ) ) );
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- WooCommerce and its functions may be gone.
	$tables = $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix ) . '%' ) );
	if ( is_array( $kept ) && isset( $kept['site'] ) && $kept['site'] === $site ) {
		wp_remote_request(
			$kept['api_url'] . '/connection?site=' . rawurlencode( $site ),
			array(
				'method'  => 'DELETE',
				'timeout' => 5,
				'headers' => array( 'Authorization' => 'Bearer ' . $kept['api_key'] ),
			)
		);
		if ( in_array( $wpdb->prefix . 'woocommerce_api_keys', $tables, true ) ) {
			$wpdb->delete( $wpdb->prefix . 'woocommerce_api_keys', array( 'key_id' => (int) $kept['key_id'] ) );
		}
		if ( in_array( $wpdb->prefix . 'wc_webhooks', $tables, true ) ) {
			$wpdb->delete( $wpdb->prefix . 'wc_webhooks', array( 'delivery_url' => $kept['webhook_url'] ) );
		}
	}
	if ( in_array( $wpdb->prefix . 'actionscheduler_actions', $tables, true ) ) {
		$wpdb->query( "DELETE FROM {$wpdb->prefix}actionscheduler_actions WHERE hook IN ('edgewise_resend', 'edgewise_erase')" );
	}
	$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name LIKE '\\_transient\\_edgewise\\_form\\_%' OR option_name LIKE '\\_transient\\_timeout\\_edgewise\\_form\\_%'" );
	// phpcs:enable
	foreach ( array( 'connection', 'recovery_key', 'email_consent_text', 'sms_consent_text' ) as $name ) {
		delete_option( "edgewise_$name" );
	}
}

// What Edgewise wrote to accounts, which all sites of a network share.
foreach ( array( 'consent_state', 'tags', 'points', 'tier' ) as $edgewise_name ) {
	delete_metadata( 'user', 0, "_edgewise_$edgewise_name", '', true );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $edgewise_site ) {
		switch_to_blog( $edgewise_site );
		edgewise_uninstall_site();
		restore_current_blog();
	}
} else {
	edgewise_uninstall_site();
}
