<?php
/** Prints what in the given files PHP 7.4 does not know: `php74.php {file}...`. */
$newer = array( 'T_MATCH', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ATTRIBUTE', 'T_ENUM', 'T_READONLY' );
$names = array( 'str_contains', 'str_starts_with', 'str_ends_with', 'array_is_list', 'get_debug_type' );
foreach ( array_slice( $argv, 1 ) as $file ) {
	$code   = file_get_contents( $file );
	$tokens = PhpToken::tokenize( $code );
	foreach ( $tokens as $token ) {
		if ( in_array( $token->getTokenName(), $newer, true ) || ( T_STRING === $token->id && in_array( $token->text, $names, true ) ) ) {
			echo "$file:$token->line: $token->text\n";
		}
	}
	$plain  = implode( '', array_map( function ( $token ) {
		return $token->is( array( T_COMMENT, T_DOC_COMMENT, T_CONSTANT_ENCAPSED_STRING, T_INLINE_HTML ) ) ? str_repeat( "\n", substr_count( $token->text, "\n" ) ) : $token->text;
	}, $tokens ) );
	$forms = array(
		'union or new type' => '/function\s*\w*\s*\([^)]*\b\w+\s*\|\s*\w+\s+\$|function\b[^{;?]*\)\s*:\s*\??(\w+\s*\|\s*\w+|mixed|static|never|false|null)\b|[(,]\s*mixed\s+\$/',
		'promoted property' => '/__construct\s*\([^)]*\b(public|private|protected)\b/',
		'catch without a name' => '/catch\s*\(\s*[\w\\\\|\s]+\)/',
		'named argument' => '/[(,]\s*[a-z_]+:\s(?!:)/',
		'comma after the last parameter' => '/function\s*\w*\s*\([^)]*,\s*\)/',
		'spread of a function' => '/\(\s*\.\.\.\s*\)/',
		'throw as a value' => '/(\?\?|\?|:|=>)\s*throw\b/',
	);
	foreach ( $forms as $what => $form ) {
		if ( preg_match( $form, $plain, $found, PREG_OFFSET_CAPTURE ) ) {
			echo "$file:", 1 + substr_count( $plain, "\n", 0, $found[0][1] ), ": $what: {$found[0][0]}\n";
		}
	}
}
