<?php
/** Installs WordPress with an owner, the plugins and permalinks: `install.php {folder} {address}`. */
list( , $folder, $address ) = $argv;
$_SERVER['HTTP_HOST']       = parse_url( $address, PHP_URL_HOST ) . ':' . parse_url( $address, PHP_URL_PORT );
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['HTTPS']           = 'https' === parse_url( $address, PHP_URL_SCHEME ) ? 'on' : '';
define( 'WP_INSTALLING', true );
require "$folder/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'Shop', 'owner', 'owner@example.test', true, '', 'owner-password' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'timezone_string', 'Europe/Berlin' );
foreach ( array( 'woocommerce/woocommerce.php', 'edgewise/edgewise.php' ) as $plugin ) {
	$error = activate_plugin( $plugin );
	if ( is_wp_error( $error ) ) {
		fwrite( STDERR, $error->get_error_message() );
		exit( 1 );
	}
}
