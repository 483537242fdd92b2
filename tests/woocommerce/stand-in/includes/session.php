<?php
/** The visitor's session: named by a cookie, saved at the end of the request. */

class WC_Session {}

class WC_Session_Handler extends WC_Session {
	const COOKIE = 'wp_woocommerce_session_standin';

	private $id;
	private $data;
	private $is_dirty = false;

	public function __construct() {
		$user     = get_current_user_id();
		$cookie   = preg_match( '/^t_[0-9a-f]{20}$/', $_COOKIE[ self::COOKIE ] ?? '' ) ? $_COOKIE[ self::COOKIE ] : null;
		$this->id = $cookie ?? 't_' . bin2hex( random_bytes( 10 ) );
		if ( $user > 0 && null !== $cookie ) {
			// The guest's cart comes along.
			$this->data     = (array) get_option( "standin_session_$cookie", array() );
			$this->id       = "u_$user";
			$this->is_dirty = true;
			setcookie( self::COOKIE, '', 1, '/' );
		} elseif ( $user > 0 ) {
			$this->id = "u_$user";
		}
		$this->data = $this->data ?? (array) get_option( "standin_session_$this->id", array() );
		add_action( 'shutdown', array( $this, 'save_data' ), 20 );
	}
	public function get( $key, $default = null ) {
		return $this->data[ $key ] ?? $default;
	}
	public function set( $key, $value ) {
		if ( ( $this->data[ $key ] ?? null ) !== $value ) {
			$this->data[ $key ] = $value;
			$this->is_dirty     = true;
		}
	}
	/** Before the headers are out; WooCommerce does it when the cart gets its first line. */
	public function set_customer_session_cookie( $set ) {
		if ( 0 === strpos( $this->id, 't_' ) && ! headers_sent() ) {
			setcookie( self::COOKIE, $this->id, time() + 172800, '/' );
		}
	}
	public function save_data() {
		if ( $this->is_dirty ) {
			update_option( "standin_session_$this->id", $this->data, false );
			$this->is_dirty = false;
		}
	}
}
