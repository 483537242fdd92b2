<?php
/** Additional checkout fields: registered at `woocommerce_init`, kept as meta of customers and orders. */

$GLOBALS['standin_fields'] = array();

/** Types other than these are refused with a notice and nothing else, as `date` is. */
function woocommerce_register_additional_checkout_field( array $field ) {
	if ( ! in_array( $field['type'], array( 'text', 'select', 'checkbox' ), true ) ) {
		_doing_it_wrong( __FUNCTION__, 'The field type is not supported.', '8.6.0' );
		return;
	}
	$GLOBALS['standin_fields'][ $field['id'] ] = $field;
}

/** The first thing that is wrong with what was given; null where all is well. */
function standin_field_error( array $given ) {
	foreach ( $GLOBALS['standin_fields'] as $id => $field ) {
		if ( isset( $given[ $id ], $field['validate_callback'] ) ) {
			$error = call_user_func( $field['validate_callback'], $given[ $id ] );
			if ( is_wp_error( $error ) ) {
				return $error;
			}
		}
	}
	return null;
}

/** Sets fields as given: a box is true or false. */
function standin_set_fields( array $given, $subject ) {
	foreach ( array_intersect_key( $given, $GLOBALS['standin_fields'] ) as $id => $value ) {
		do_action( 'woocommerce_set_additional_field_value', $id, $value, 'other', $subject );
		$subject->update_meta_data( "_wc_other/$id", is_bool( $value ) ? (string) (int) $value : $value );
	}
}

/** Sets them once more, as they are copied: as texts. */
function standin_copy_fields( array $given, $subject ) {
	$texts = array_map( function ( $value ) {
		return is_bool( $value ) ? (string) (int) $value : $value;
	}, $given );
	standin_set_fields( $texts, $subject );
}
