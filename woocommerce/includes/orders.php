<?php
/**
 * Orders that Edgewise should look at now.
 *
 * WooCommerce's webhooks wait in a queue that some hosts run hours later, too late for somebody who paid
 * and has a reminder of their cart on its way. And of some changes there is no webhook: a refund was
 * deleted, an order was deleted for good, an account is gone and its orders are a guest's. So the numbers
 * of such orders are told at once. What they are, Edgewise reads by itself.
 *
 * @package Edgewise
 */

namespace Edgewise;

defined( 'ABSPATH' ) || exit;

/** Orders of one account that are told when it is deleted, and orders in one report, at most. */
const MOST_TOLD = 100;

/**
 * The orders of this request that are to be told, by number.
 *
 * @param array<int, int> $more Further ones.
 * @return array<int, int>
 */
function told_orders( array $more = array() ): array {
	static $told = array();
	$told        = array_values( array_unique( array_merge( $told, array_filter( array_map( 'intval', $more ) ) ) ) );
	return $told;
}

// Placed, paid, canceled, deleted: the number comes first.
foreach ( array( 'woocommerce_new_order', 'woocommerce_order_status_changed', 'woocommerce_delete_order' ) as $edgewise_hook ) {
	add_action(
		$edgewise_hook,
		function ( $order_id ) {
			told_orders( array( $order_id ) );
		}
	);
}

// A refund is deleted by one hook in WordPress, and by another one over REST.
add_action(
	'woocommerce_refund_deleted',
	function ( $refund_id, $order_id ) {
		told_orders( array( $order_id ) );
	},
	10,
	2
);
add_action(
	'woocommerce_rest_delete_shop_order_refund_object',
	function ( $refund ) {
		told_orders( array( $refund->get_parent_id() ) );
	}
);

// While the account is there: afterwards its orders are no longer known by it.
add_action(
	'delete_user',
	function ( $user_id ) {
		if ( null !== connection() ) {
			told_orders(
				wc_get_orders(
					array(
						'customer_id' => (int) $user_id,
						'limit'       => MOST_TOLD,
						'orderby'     => 'date',
						'order'       => 'DESC',
						'return'      => 'ids',
					)
				)
			);
		}
	}
);

// Before the reports are sent (100), and with the orders saved.
add_action( 'shutdown', __NAMESPACE__ . '\report_orders', 90 );

function report_orders(): void {
	foreach ( array_chunk( told_orders(), MOST_TOLD ) as $orders ) {
		report( 'store.changed', array( 'orders' => $orders, 'at' => now() ) );
	}
}
