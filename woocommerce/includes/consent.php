<?php
/**
 * Consent to marketing, and the birthday: asked at the block checkout, the classic checkout, the
 * registration and the account page.
 *
 * Only an act of the buyer is reported, with the text they saw, its version, the moment and the place.
 * None of these is an act:
 *
 * - a value that WooCommerce copies between customer and order, or that an administrator saves;
 * - a draft that is saved while the buyer still types (PUT), maybe under a mistyped address;
 * - a missing field, and an unticked box at a checkout;
 * - a tick in an order whose page did not see the buyer click: express payments send whatever they like.
 *
 * A tick counts from the moment its checkout began, so that it does not undo an unsubscribe of meanwhile.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** The channels that are asked about, and under which name WooCommerce keeps each field. */
const CONSENT_FIELDS = array(
	'email' => 'edgewise/email-consent',
	'sms'   => 'edgewise/sms-consent',
);
const BIRTHDAY       = 'edgewise/birthday';
/** How WooCommerce names a contact field's meta. */
const FIELD_META = '_wc_other/';
/** `1990-05-17`. WooCommerce has fields for text, lists and boxes, and none for dates. */
const BIRTHDAY_PATTERN = '(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
/** The proof, on the order. */
const CONSENT_META = '_edgewise_consent';
/** When the classic checkout was first shown for this cart, in WooCommerce's session. */
const BEGAN = 'edgewise_checkout_began';
/** The cookie in which the script notes which boxes were clicked. */
const BOXES_COOKIE = 'edgewise_boxes';

/** What the buyer agrees to, by channel. The merchant may change it; the version follows the text. */
function consent_text( string $channel ): string {
	$usual = array(
		'email' => __( 'Email me news and offers. I can unsubscribe at any time.', 'edgewise' ),
		'sms'   => __( 'Text me news and offers. I can unsubscribe at any time.', 'edgewise' ),
	);
	$own   = (string) get_option( "edgewise_{$channel}_consent_text", '' );
	return '' === $own ? $usual[ $channel ] : $own;
}

/** A text with its version, as it is kept for proof. */
function proof( string $channel ): string {
	$text = consent_text( $channel );
	return substr( sha1( $text ), 0, 8 ) . ': ' . $text;
}

// The block checkout and, from WooCommerce 8.9 on, the account page show these by themselves.
add_action(
	'woocommerce_init',
	function () {
		if ( ! function_exists( 'woocommerce_register_additional_checkout_field' ) || null === connection() ) {
			return;
		}
		foreach ( CONSENT_FIELDS as $channel => $id ) {
			woocommerce_register_additional_checkout_field(
				array(
					'id'       => $id,
					'label'    => consent_text( $channel ),
					'location' => 'contact',
					'type'     => 'checkbox',
					'required' => false,
				)
			);
		}
		woocommerce_register_additional_checkout_field(
			array(
				'id'                => BIRTHDAY,
				'label'             => birthday_label(),
				'location'          => 'contact',
				'type'              => 'text',
				'required'          => false,
				'attributes'        => array( 'pattern' => BIRTHDAY_PATTERN ),
				'validate_callback' => function ( $value ) {
					if ( '' !== $value && ! is_birthday( $value ) ) {
						return new \WP_Error( 'edgewise_birthday', __( 'Enter your birthday as year-month-day, such as 1990-05-17.', 'edgewise' ) );
					}
				},
			)
		);
	}
);

function birthday_label(): string {
	return __( 'Birthday, as year-month-day', 'edgewise' );
}

/** @param mixed $value What was entered. */
function is_birthday( $value ): bool {
	if ( ! is_string( $value ) || ! preg_match( '/^' . BIRTHDAY_PATTERN . '$/', $value ) ) {
		return false;
	}
	list( $year, $month, $day ) = array_map( 'intval', explode( '-', $value ) );
	return checkdate( $month, $day, $year );
}

/**
 * The boxes that the buyer was seen to click, by channel, as they were left.
 *
 * @return array<string, bool>
 */
function clicked_boxes(): array {
	// phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- checked against its one form.
	$text    = isset( $_COOKIE[ BOXES_COOKIE ] ) ? (string) $_COOKIE[ BOXES_COOKIE ] : '';
	$clicked = array();
	foreach ( explode( '-', $text ) as $box ) {
		if ( preg_match( '/^(email|sms)\.([01])$/', $box, $found ) ) {
			$clicked[ $found[1] ] = '1' === $found[2];
		}
	}
	return $clicked;
}

// Block checkout, and every express payment, also one on a classic page.
add_action(
	'woocommerce_store_api_checkout_update_order_from_request',
	function ( $order, $request ) {
		if ( 'POST' !== $request->get_method() ) {
			return;
		}
		$fields  = (array) ( $request['additional_fields'] ?? array() );
		$clicked = clicked_boxes();
		$ticked  = array();
		foreach ( CONSENT_FIELDS as $channel => $id ) {
			if ( true === ( $fields[ $id ] ?? null ) && true === ( $clicked[ $channel ] ?? null ) ) {
				$ticked[] = $channel;
			}
		}
		// The draft was made when the checkout was opened.
		$draft = $order->get_date_created();
		note_ticks( $order, $ticked, 'block checkout', $draft ? $draft->getTimestamp() : time() );
	},
	10,
	2
);

// Classic checkout. Its own page code is this form, so what is posted from it was shown.
add_action(
	'woocommerce_after_checkout_billing_form',
	function () {
		if ( WC()->session && ! WC()->session->get( BEGAN ) ) {
			WC()->session->set( BEGAN, time() );
		}
		print_fields();
	}
);
add_action( 'woocommerce_register_form', __NAMESPACE__ . '\print_fields' );

/** Prints the fields. A box is never ticked beforehand, and not shown to somebody who has agreed. */
function print_fields(): void {
	if ( null === connection() ) {
		return;
	}
	echo '<input type="hidden" name="edgewise_fields" value="1">';
	foreach ( CONSENT_FIELDS as $channel => $id ) {
		if ( is_user_logged_in() && '1' === get_user_meta( get_current_user_id(), FIELD_META . $id, true ) ) {
			continue;
		}
		printf(
			'<p class="form-row form-row-wide"><label class="checkbox" for="edgewise_%1$s_consent"><input type="checkbox" class="input-checkbox" name="edgewise_%1$s_consent" id="edgewise_%1$s_consent" value="1"> <span>%2$s</span></label></p>',
			esc_attr( $channel ),
			esc_html( consent_text( $channel ) )
		);
	}
	printf(
		'<p class="form-row form-row-wide"><label for="edgewise_birthday">%1$s</label><input type="text" class="input-text" name="edgewise_birthday" id="edgewise_birthday" pattern="%2$s" autocomplete="bday"></p>',
		esc_html( birthday_label() ),
		esc_attr( BIRTHDAY_PATTERN )
	);
}

/**
 * What was posted from our fields. WooCommerce has checked its form's nonce before its hooks run.
 *
 * @return array{ticked: array<int, string>, birthday: string}
 */
function posted_fields(): array {
	$posted = array( 'ticked' => array(), 'birthday' => '' );
	// phpcs:disable WordPress.Security.NonceVerification.Missing -- see above.
	if ( empty( $_POST['edgewise_fields'] ) ) {
		return $posted;
	}
	foreach ( array_keys( CONSENT_FIELDS ) as $channel ) {
		if ( '1' === ( $_POST[ "edgewise_{$channel}_consent" ] ?? '' ) ) {
			$posted['ticked'][] = $channel;
		}
	}
	$birthday = sanitize_text_field( wp_unslash( (string) ( $_POST['edgewise_birthday'] ?? '' ) ) );
	// phpcs:enable
	$posted['birthday'] = is_birthday( $birthday ) ? $birthday : '';
	return $posted;
}

add_action(
	'woocommerce_checkout_create_order',
	function ( $order ) {
		$posted = posted_fields();
		$began = WC()->session ? (int) WC()->session->get( BEGAN, 0 ) : 0;
		note_ticks( $order, $posted['ticked'], 'classic checkout', $began > 0 ? $began : time() );
		if ( '' !== $posted['birthday'] ) {
			$order->update_meta_data( FIELD_META . BIRTHDAY, $posted['birthday'] );
		}
	}
);

/**
 * Keeps the proof of ticked boxes on an order that WooCommerce is about to save: never by post functions,
 * which WooCommerce's own tables do not see.
 *
 * @param \WC_Order          $order  The order in the making.
 * @param array<int, string> $ticked Channels.
 * @param int                $began  When its checkout began, in seconds.
 */
function note_ticks( $order, array $ticked, string $where, int $began ): void {
	if ( null === connection() ) {
		return;
	}
	if ( array() === $ticked ) {
		// A first try whose payment failed may have left some.
		$order->delete_meta_data( CONSENT_META );
		return;
	}
	$acts = array();
	foreach ( $ticked as $channel ) {
		$acts[ $channel ] = act( $channel, $where, $began );
	}
	$order->update_meta_data( CONSENT_META, $acts );
}

// Once the order is placed, and only then: before, its address may still be corrected.
add_action(
	'woocommerce_checkout_order_processed',
	function ( $order_id, $data, $order ) {
		report_order_consent( $order );
	},
	10,
	3
);
add_action( 'woocommerce_store_api_checkout_order_processed', __NAMESPACE__ . '\report_order_consent' );

/** @param \WC_Order $order The placed order. */
function report_order_consent( $order ): void {
	if ( WC()->session ) {
		WC()->session->set( BEGAN, null );
	}
	$acts = $order->get_meta( CONSENT_META );
	foreach ( is_array( $acts ) ? $acts : array() as $channel => $act ) {
		$kept = is_of_account( $order ) && keep_act( $order->get_customer_id(), $channel, true, $act );
		report_consent( $order->get_billing_email(), $order->get_billing_phone(), $channel, true, $act, $kept );
	}
}

/**
 * Whether an order speaks for its account: the buyer may have typed somebody else's address.
 *
 * @param \WC_Order $order The placed order.
 */
function is_of_account( $order ): bool {
	$account = $order->get_customer_id() > 0 ? get_userdata( $order->get_customer_id() ) : false;
	return $account && 0 === strcasecmp( $account->user_email, $order->get_billing_email() );
}

// Registration without a checkout. The password that the hook also passes is left alone.
add_action(
	'woocommerce_created_customer',
	function ( $customer_id ) {
		if ( did_action( 'woocommerce_checkout_process' ) ) {
			return;
		}
		$posted  = posted_fields();
		$account = get_userdata( $customer_id );
		foreach ( $posted['ticked'] as $channel ) {
			$act = act( $channel, 'registration' );
			report_consent( $account->user_email, '', $channel, true, $act, keep_act( (int) $customer_id, $channel, true, $act ) );
		}
		if ( '' !== $posted['birthday'] ) {
			update_user_meta( $customer_id, FIELD_META . BIRTHDAY, $posted['birthday'] );
		}
	}
);

// The account page: here the customer can also take consent back. Only a change is an act.
add_action(
	'woocommerce_set_additional_field_value',
	function ( $key, $value, $group, $subject ) {
		$channel = array_search( $key, CONSENT_FIELDS, true );
		if ( false === $channel || ! is_own_account_form( $subject ) ) {
			return;
		}
		$is  = true === $value || '1' === (string) $value;
		$was = '1' === get_user_meta( $subject->get_id(), FIELD_META . $key, true );
		// What the form showed may have changed since, by a link in a message; then it says nothing.
		if ( $is !== $was && $is !== shown_box( $channel, $was ) ) {
			$account = get_userdata( $subject->get_id() );
			$act     = act( $channel, 'account page' );
			$kept    = keep_act( $account->ID, $channel, $is, $act );
			report_consent( $account->user_email, (string) get_user_meta( $account->ID, 'billing_phone', true ), $channel, $is, $act, $kept );
		}
	},
	10,
	4
);

// What the form shows when it is opened.
add_action(
	'woocommerce_edit_account_form',
	function () {
		foreach ( CONSENT_FIELDS as $channel => $id ) {
			printf(
				'<input type="hidden" name="edgewise_shown_%1$s" value="%2$s">',
				esc_attr( $channel ),
				'1' === get_user_meta( get_current_user_id(), FIELD_META . $id, true ) ? '1' : '0'
			);
		}
	}
);

/** Whether the account form showed a box ticked; a form without our fields shows what there is. */
function shown_box( string $channel, bool $is ): bool {
	// phpcs:ignore WordPress.Security.NonceVerification.Missing -- WooCommerce checked it before the hook.
	$shown = sanitize_key( wp_unslash( (string) ( $_POST[ "edgewise_shown_$channel" ] ?? '' ) ) );
	return '' === $shown ? $is : '1' === $shown;
}

/** @param mixed $subject What a field is set on. */
function is_own_account_form( $subject ): bool {
	// phpcs:ignore WordPress.Security.NonceVerification.Missing -- WooCommerce checked it before the hook.
	$form = sanitize_key( wp_unslash( (string) ( $_POST['action'] ?? '' ) ) );
	return 'save_account_details' === $form && $subject instanceof \WC_Customer
		&& $subject->get_id() > 0 && get_current_user_id() === $subject->get_id();
}

/**
 * @param int $began When what the act belongs to began, in seconds; 0 for now.
 * @return array{at: string, where: string, text: string}
 */
function act( string $channel, string $where, int $began = 0 ): array {
	return array(
		'at'    => gmdate( 'Y-m-d\TH:i:s\Z', $began > 0 ? $began : time() ),
		'where' => $where,
		'text'  => proof( $channel ),
	);
}

/**
 * Reports an act.
 *
 * @param array{at: string, where: string, text: string} $act  When, where, and to which text.
 * @param bool                                           $kept Whether their account says so as well, so that Edgewise needn't write it there.
 */
function report_consent( string $email, string $phone, string $channel, bool $agrees, array $act, bool $kept ): void {
	$body = array(
		'email'   => $email,
		'phone'   => $phone,
		'channel' => $channel,
		'consent' => $agrees ? 'subscribed' : 'unsubscribed',
		'at'      => $act['at'],
		'origin'  => $act['where'],
		'text'    => $act['text'],
	);
	if ( $agrees ) {
		$body['resubscribed'] = true;
	}
	if ( $kept ) {
		$body['kept'] = true;
	}
	report_surely( 'consent.changed', $body );
}
