/** Pools of coupon codes: counted, filled, emptied. */
import * as contract from "../contract/code-pools.ts";
import { invalidField } from "../problem.ts";
import { gives, group, json, route } from "./route.ts";

/** The largest list of codes, in bytes. */
const LARGEST = 1024 * 1024;
/** The longest name that a configuration can give a pool. */
const LONGEST_NAME = 64;

export const codePools = group("Coupon codes", "Codes that were made beforehand, in pools.", [
  route("GET /api/shops/{shop}/code-pools", {
    id: "listCodePools",
    summary: "List the pools, with how many codes are left",
    access: "workflows:read",
    answers: { 200: gives("Pools that have codes or that live workflows use", contract.CodePools) },
    handle: ({ shop }) => shop.admin.codePools(),
  }),

  route("POST /api/shops/{shop}/code-pools/{pool}/codes", {
    id: "addCodes",
    summary: "Add codes to a pool; each is given out once, in this order",
    access: "workflows:write",
    change: "codes-added",
    body: json(contract.NewCodes, LARGEST),
    answers: { 200: gives("How many were new", contract.AddedCodes) },
    handle: async ({ shop, part, body, trail }) => {
      const pool = part("pool");
      if (pool.length > LONGEST_NAME) throw invalidField("pool", "must be at most 64 characters");
      const done = await shop.admin.addCodes(pool, body.codes);
      trail.detail = { pool, added: done.added };
      return done;
    },
  }),

  route("DELETE /api/shops/{shop}/code-pools/{pool}/codes", {
    id: "removeCodes",
    summary: "Remove the codes of a pool that weren't given out",
    access: "workflows:write",
    change: "codes-removed",
    answers: { 200: gives("How many were removed", contract.RemovedCodes) },
    handle: async ({ shop, part, trail }) => {
      const pool = part("pool");
      const removed = await shop.admin.removeCodes(pool);
      trail.detail = { pool, removed };
      return { removed };
    },
  }),
]);
