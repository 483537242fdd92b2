<?php
/** Runs the PHP that stands on its input inside of a WordPress, and prints what it returns as JSON: `eval.php {folder}`. */
$code                   = stream_get_contents( STDIN );
$_SERVER['REQUEST_URI'] = '/wp-admin/';
$_SERVER['HTTPS']       = 'on';
require "$argv[1]/wp-load.php";
$result = eval( $code );
// Jobs and the like report at the end of their request, too.
do_action( 'shutdown' );
remove_all_actions( 'shutdown' );
echo "\x01", wp_json_encode( $result );
