/** The conditions of a decision, each with the value it saw. */
import type { Saw } from "../engine/protocol.ts";
import { words } from "../strings/words.ts";

export function Seen({ saw }: { saw: readonly Saw[] }) {
  if (saw.length === 0) return null;
  return (
    <table class="saw">
      <thead>
        <tr>
          <th scope="col">{words.conditions.condition}</th>
          <th scope="col">{words.conditions.value}</th>
          <th scope="col">{words.conditions.matched}</th>
        </tr>
      </thead>
      <tbody>
        {saw.map(({ condition, value, matched }) => (
          <tr key={condition}>
            <td>{condition}</td>
            <td>{value}</td>
            <td>{words.holds(matched)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
