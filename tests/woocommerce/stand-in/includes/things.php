<?php
/** Products, customers, and the functions around them. */

/** What the shop sells: id => [name, price without tax, stock, parent]. */
const STANDIN_PRODUCTS = array(
	13 => array( 'Mug', 10.0, null, 0 ),
	14 => array( 'Scarf & gloves', 19.0, null, 0 ),
	15 => array( 'Lamp', 50.0, 2, 0 ),
	16 => array( 'Shirt', 0.0, null, 0 ),
	17 => array( 'Shirt - S', 25.0, 3, 16 ),
	18 => array( 'Shirt - M', 25.0, 5, 16 ),
);
class WC_Product {
	protected $id;

	public function __construct( int $id ) {
		$this->id = $id;
	}
	public function get_id() {
		return $this->id;
	}
	public function get_name() {
		return STANDIN_PRODUCTS[ $this->id ][0];
	}
	public function get_price() {
		return (string) STANDIN_PRODUCTS[ $this->id ][1];
	}
	public function get_stock() {
		$kept = get_option( "standin_stock_$this->id" );
		return false === $kept ? STANDIN_PRODUCTS[ $this->id ][2] : (int) $kept;
	}
	public function get_sku() {
		return "SKU-$this->id";
	}
	public function get_permalink() {
		$parent = STANDIN_PRODUCTS[ $this->id ][3];
		return get_permalink( $parent > 0 ? $parent : $this->id );
	}
	public function get_image_id() {
		return 0;
	}
	public function get_file( $download_id ) {
		return new class() {
			public function get_name() {
				return 'pattern.pdf';
			}
		};
	}
}
class WC_Product_Variation extends WC_Product {}

function wc_get_product( $id ) {
	$known = STANDIN_PRODUCTS[ (int) $id ] ?? null;
	if ( null === $known ) {
		return false;
	}
	return $known[3] > 0 ? new WC_Product_Variation( (int) $id ) : new WC_Product( (int) $id );
}
function wc_get_product_variation_attributes( $id ) {
	return array( 'attribute_size' => substr( STANDIN_PRODUCTS[ (int) $id ][0], -1 ) );
}
function wc_get_price_excluding_tax( $product ) {
	return (float) $product->get_price();
}
function wc_get_price_including_tax( $product ) {
	return round( 1.19 * (float) $product->get_price(), 2 );
}
function wc_get_price_to_display( $product ) {
	return 'incl' === get_option( 'woocommerce_tax_display_cart', 'incl' ) ? wc_get_price_including_tax( $product ) : wc_get_price_excluding_tax( $product );
}
function wc_get_price_decimals() {
	return 2;
}
function wc_format_decimal( $value, $decimals = 2 ) {
	return number_format( (float) $value, (int) $decimals, '.', '' );
}
function wc_format_coupon_code( $code ) {
	return strtolower( trim( $code ) );
}
function get_woocommerce_currency() {
	return apply_filters( 'woocommerce_currency', get_option( 'woocommerce_currency', 'EUR' ) );
}
function wc_get_cart_url() {
	return home_url( '/cart/' );
}
function wc_get_checkout_url() {
	return home_url( '/checkout/' );
}
function wc_get_order_statuses() {
	return array( 'wc-pending' => 'Pending', 'wc-processing' => 'Processing', 'wc-completed' => 'Completed', 'wc-ready-for-pickup' => 'Ready for pickup' );
}
function wc_api_hash( $data ) {
	return hash_hmac( 'sha256', $data, 'wc-api' );
}
function is_product() {
	return is_singular( 'product' );
}
function is_product_category() {
	return is_tax( 'product_cat' );
}

function wc_get_notices() {
	return WC()->session ? WC()->session->get( 'wc_notices', array() ) : array();
}
function wc_set_notices( $notices ) {
	WC()->session->set( 'wc_notices', $notices );
}
function wc_add_notice( $text, $type = 'success' ) {
	$notices            = wc_get_notices();
	$notices[ $type ][] = array( 'notice' => $text );
	wc_set_notices( $notices );
}

/** The buyer. A guest's is kept in the session. */
class WC_Customer {
	private $id;
	private $billing = array();
	private $meta    = array();

	public function __construct( $id = 0, $is_session = false ) {
		$this->id = (int) $id;
		if ( $is_session ) {
			$this->billing = (array) WC()->session->get( 'customer', array() );
		}
	}
	public function get_id() {
		return $this->id;
	}
	public function get_billing_email() {
		return $this->billing['email'] ?? '';
	}
	public function set_billing( array $fields ) {
		foreach ( $fields as $name => $value ) {
			$this->billing[ $name ] = 'email' === $name && ! is_email( $value ) ? '' : $value;
		}
		WC()->session->set( 'customer', $this->billing );
	}
	public function update_meta_data( $key, $value ) {
		$this->meta[ $key ] = $value;
	}
	public function save() {
		foreach ( $this->id > 0 ? $this->meta : array() as $key => $value ) {
			update_user_meta( $this->id, $key, $value );
		}
	}
}

/** Makes an account and signs in, without `wp_login`. */
function wc_create_new_customer( $email, $password ) {
	$data = array(
		'user_login' => sanitize_user( current( explode( '@', $email ) ), true ),
		'user_pass'  => $password,
		'user_email' => $email,
		'role'       => 'customer',
	);
	$id   = wp_insert_user( $data );
	do_action( 'woocommerce_created_customer', $id, $data, false );
	wp_set_current_user( $id );
	wp_set_auth_cookie( $id );
	return $id;
}

// Action Scheduler, whose jobs the tests run by hand.
function as_schedule_single_action( $at, $hook, $args = array(), $group = '' ) {
	$jobs   = get_option( 'standin_jobs', array() );
	$jobs[] = compact( 'at', 'hook', 'args', 'group' );
	update_option( 'standin_jobs', $jobs );
	return count( $jobs );
}
/** Runs what is due at a moment, in its order; gives how many jobs ran. */
function standin_run_jobs( int $until ): int {
	$jobs = get_option( 'standin_jobs', array() );
	update_option( 'standin_jobs', array_values( array_filter( $jobs, function ( $job ) use ( $until ) {
		return $job['at'] > $until;
	} ) ) );
	$due = array_filter( $jobs, function ( $job ) use ( $until ) {
		return $job['at'] <= $until;
	} );
	foreach ( $due as $job ) {
		do_action_ref_array( $job['hook'], $job['args'] );
	}
	return count( $due );
}
