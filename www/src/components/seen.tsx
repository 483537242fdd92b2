/** The conditions of a decision, each with the value it saw. */
import type { Observed } from "edgewise";
import { words } from "../strings/components.ts";
import css from "./seen.module.css";

export function Seen({ saw }: { saw: readonly Observed[] }) {
  if (saw.length === 0) return null;
  return (
    <table class={css.saw}>
      <thead>
        <tr>
          <th scope="col">{words.seen.condition}</th>
          <th scope="col">{words.seen.value}</th>
          <th scope="col">{words.seen.matched}</th>
        </tr>
      </thead>
      <tbody>
        {saw.map(({ condition, value, matched }) => (
          <tr key={condition}>
            <td>{condition}</td>
            <td>{value}</td>
            <td>{words.met[matched ? "yes" : "no"]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
