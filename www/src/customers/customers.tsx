export { default } from "../live/live.tsx";
