/** Pools of coupon codes that were made beforehand. */
import * as v from "valibot";
import {
  count,
  flag,
  formed,
  list,
  named,
  note,
  object,
  type Of,
  request,
  text,
} from "./schema.ts";

export const CodePool = named(
  "CodePool",
  object({
    pool: text,
    left: note(count, "Codes that weren't given out"),
    given: count,
    used: note(flag, "Whether a live workflow takes its codes"),
    low: note(flag, "Whether it is used and few are left, so that Home warns"),
  }),
);
export type CodePool = Of<typeof CodePool>;

export const CodePools = object({ pools: list(CodePool) });

export const NewCodes = request({
  codes: note(
    v.pipe(
      v.array(
        formed(/^\S{1,64}$/, "a code of 1 to 64 characters without spaces"),
        "must be a list of codes",
      ),
      v.minLength(1, "must have at least one code"),
      v.maxLength(10_000, "must have at most 10,000 codes"),
    ),
    "Up to 10,000. A code that is in any pool, or was given out, isn't added again",
  ),
});

export const AddedCodes = object({
  added: count,
  known: note(count, "Codes that were added before, or occur twice"),
  pool: CodePool,
});

export const RemovedCodes = object({ removed: count });
