<?php
/**
 * Forms of Edgewise in the shop's own pages: a block and the shortcode `[edgewise_form id="news"]`. The markup comes
 * from Edgewise, so that its text is today's; it works without scripts, and sends itself to Edgewise.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** How long a form's markup is used before Edgewise is asked again, in seconds. */
const FORM_FRESH = 5 * MINUTE_IN_SECONDS;

/** What a form is made of; anything else in the markup is left out. */
const FORM_MARKUP = array(
	'form'   => array( 'class' => true, 'action' => true, 'method' => true, 'data-edgewise-form' => true ),
	'label'  => array( 'class' => true ),
	'span'   => array( 'class' => true ),
	'p'      => array( 'class' => true ),
	'small'  => array(),
	'strong' => array(),
	'input'  => array( 'type' => true, 'name' => true, 'value' => true, 'required' => true, 'maxlength' => true, 'min' => true, 'autocomplete' => true, 'placeholder' => true ),
	'button' => array( 'class' => true ),
);

add_action(
	'init',
	function () {
		add_shortcode(
			'edgewise_form',
			function ( $given ) {
				$given = shortcode_atts( array( 'id' => '' ), $given, 'edgewise_form' );
				return form_markup( (string) $given['id'] );
			}
		);
		wp_register_script( 'edgewise-form-block', plugins_url( 'assets/form-block.js', FILE ), array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components', 'wp-server-side-render' ), VERSION, true );
		$words = array(
			'title'       => __( 'Edgewise form', 'edgewise' ),
			'description' => __( 'A sign-up or back-in-stock form from your Edgewise.', 'edgewise' ),
			'label'       => __( 'Form ID', 'edgewise' ),
			'help'        => __( 'You find it in Edgewise under Settings > Customer pages.', 'edgewise' ),
		);
		wp_add_inline_script( 'edgewise-form-block', 'window.edgewiseFormBlock=' . wp_json_encode( $words, JSON_HEX_TAG ), 'before' );
		register_block_type(
			'edgewise/form',
			array(
				'api_version'     => 3,
				'editor_script'   => 'edgewise-form-block',
				'attributes'      => array(
					'form' => array(
						'type'    => 'string',
						'default' => '',
					),
				),
				'render_callback' => function ( $attributes ) {
					return form_markup( (string) $attributes['form'] );
				},
			)
		);
	}
);

/** A form as it stands in a page; empty without a connection, a link to the form while Edgewise doesn't answer. */
function form_markup( string $id ): string {
	$connection = connection();
	if ( null === $connection || ! preg_match( '/^[\w-]{1,64}$/', $id ) ) {
		return '';
	}
	$base    = substr( $connection['events_url'], 0, -strlen( '/v1/events' ) );
	$address = $base . '/f/' . $connection['shop'] . '.' . $id;
	$product = is_product() ? wc_get_product( get_queried_object_id() ) : null;
	$about   = $product
		? array(
			'product' => (string) $product->get_id(),
			'title'   => $product->get_name(),
		)
		: array();
	$markup  = fetched_form( $address . '/markup', $about );
	if ( null === $markup ) {
		$link = add_query_arg( array_map( 'rawurlencode', $about ), $address );
		return '<p class="edgewise-form"><a href="' . esc_url( $link ) . '">' . esc_html__( 'Open the form', 'edgewise' ) . '</a></p>';
	}
	wp_enqueue_script( 'edgewise-form', $base . '/embed/form.js', array(), VERSION, array( 'strategy' => 'defer' ) );
	return wp_kses( $markup, FORM_MARKUP );
}

/**
 * The markup, as Edgewise gave it lately; null where it never did.
 *
 * @param string                $address Where the markup is.
 * @param array<string, string> $about   The product that the page is about.
 */
function fetched_form( string $address, array $about ): ?string {
	$url  = add_query_arg( array_map( 'rawurlencode', $about ), $address );
	$name = 'edgewise_form_' . md5( $url );
	$kept = get_transient( $name );
	if ( is_array( $kept ) && $kept['at'] > time() - FORM_FRESH ) {
		return $kept['markup'];
	}
	// A page waits for this: briefly, and not again at once.
	$answer = wp_remote_get(
		$url,
		array(
			'timeout'     => 3,
			'redirection' => 0,
		)
	);
	if ( ! is_wp_error( $answer ) && 404 === wp_remote_retrieve_response_code( $answer ) ) {
		$markup = '';
	} elseif ( is_wp_error( $answer ) || 200 !== wp_remote_retrieve_response_code( $answer ) ) {
		$markup = is_array( $kept ) ? $kept['markup'] : null;
	} else {
		$markup = wp_remote_retrieve_body( $answer );
	}
	$made = array(
		'at'     => time(),
		'markup' => $markup,
	);
	set_transient( $name, $made, DAY_IN_SECONDS );
	return $markup;
}
