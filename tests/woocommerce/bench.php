<?php
/**
 * What the tests need inside of WordPress: calls to loopback by https may go through, and every firing of a hook
 * that `hooks.txt` names is written down with the types of its arguments.
 */
add_filter(
	'http_request_host_is_external',
	function ( $is_external, $host, $url ) {
		return $is_external || 0 === strpos( $url, 'https:' );
	},
	10,
	3
);
add_filter( 'https_ssl_verify', '__return_false' );
add_filter( 'https_local_ssl_verify', '__return_false' );
add_filter(
	'http_allowed_safe_ports',
	function ( $ports, $host, $url ) {
		return 0 === strpos( $url, 'https:' ) ? array_merge( $ports, array( (int) wp_parse_url( $url, PHP_URL_PORT ) ) ) : $ports;
	},
	10,
	3
);

$GLOBALS['bench_request'] = bin2hex( random_bytes( 6 ) );

function bench_type( $value ): string {
	if ( is_object( $value ) ) {
		return get_class( $value );
	}
	$words = array( 'integer' => 'int', 'boolean' => 'bool', 'double' => 'float', 'NULL' => 'null' );
	if ( is_array( $value ) ) {
		return array_keys( $value ) === range( 0, count( $value ) - 1 ) || array() === $value ? 'list' : 'array';
	}
	return $words[ gettype( $value ) ] ?? gettype( $value );
}

preg_match_all( '/^  ([a-z_]+)/m', (string) file_get_contents( dirname( realpath( __FILE__ ) ) . '/hooks.txt' ), $bench_found );
foreach ( array_unique( $bench_found[1] ) as $bench_hook ) {
	add_action(
		$bench_hook,
		function ( ...$args ) use ( $bench_hook ) {
			$hook = $bench_hook . '(' . implode( ', ', array_map( 'bench_type', $args ) ) . ')';
			$line = wp_json_encode( array( 'request' => $GLOBALS['bench_request'], 'hook' => $hook ) );
			file_put_contents( ABSPATH . '../hooks.log', "$line\n", FILE_APPEND );
		},
		PHP_INT_MIN,
		20
	);
}
