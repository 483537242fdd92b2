/** Choosing an image: uploaded now, uploaded before, or at an address of its own. */
import { useRef, useState } from "preact/hooks";
import type { Image, Images } from "edgewise-edge/contract.ts";
import { useAttempt } from "../components/attempt.ts";
import { Dialog } from "../components/dialog.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { useLive } from "../live/use-live.ts";
import { ObjectForm, type Special } from "../schema/form.tsx";
import { blank, resolved } from "../schema/schema.ts";
import { TextInput } from "../schema/text-input.tsx";
import type { Api } from "../server/api.ts";
import { api, mayChange, shop } from "../server/session.ts";
import { words } from "../strings/images.ts";
import ui from "../components/ui.module.css";
import css from "./images.module.css";
import { FieldsPicker } from "./fields-picker.tsx";
import { words as editorWords } from "../strings/email-editor.ts";
import { forEmail } from "./resize.ts";

const imagesOf = (server: Api, id: string) => server.read<Images>(`/${id}/images`);

async function upload(server: Api, id: string, file: File): Promise<Image> {
  const body = await forEmail(file);
  const name = file.name.slice(0, 120) || words.image;
  const query = `?name=${encodeURIComponent(name)}`;
  return (await server.fetch(`/${id}/images${query}`, { method: "POST", body })).json();
}

/** Where it is served to this page: the same server, whatever address emails have for it. */
const pathOf = (url: string): string => new URL(url).pathname;

export function ImageField({
  label,
  value,
  help,
  change,
}: {
  label: string;
  /** Its address, or Liquid that gives one. */
  value: string;
  help?: string;
  change(value: string): void;
}) {
  const [choosing, setChoosing] = useState(false);
  const [server, id] = [api.value, shop.value];
  return (
    <div class={css.field}>
      <TextInput label={label} value={value} help={help} change={change} />
      <div class={css.ways}>
        {server === null || id === null || !mayChange.value ? null : (
          <>
            <UploadButton server={server} id={id} done={({ url }) => change(url)} />
            <button type="button" class={ui.link} onClick={() => setChoosing(true)}>
              {words.choose}
            </button>
            <Library
              server={server}
              id={id}
              open={choosing}
              close={() => setChoosing(false)}
              use={({ url }) => {
                change(url);
                setChoosing(false);
              }}
            />
          </>
        )}
        <FieldsPicker
          label={editorWords.insertFieldIn(label)}
          choose={(liquid) => change(value + liquid)}
        />
      </div>
    </div>
  );
}

/** A button behind which a file is chosen, and onto which one can be dropped. */
function UploadButton({ server, id, done }: { server: Api; id: string; done(image: Image): void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { busy, trouble, attempt } = useAttempt();
  const take = (file: File | undefined) => {
    if (file !== undefined) attempt(async () => done(await upload(server, id, file)));
  };
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/gif,image/webp,image/avif"
        hidden
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class={`${ui.button} ${css.upload}`}
        data-over={over}
        disabled={busy}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files[0]);
        }}
      >
        {busy ? words.uploading : words.upload}
      </button>
      {trouble === null ? null : (
        <p class={ui.fieldFault} role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

/** The shop's images: one is taken, or deleted after a question. */
function Library({
  server,
  id,
  open,
  close,
  use,
}: {
  server: Api;
  id: string;
  open: boolean;
  close(): void;
  use(image: Image): void;
}) {
  const [removing, setRemoving] = useState<Image | null>(null);
  const { busy, trouble, attempt, forget } = useAttempt();
  const back = () => {
    forget();
    setRemoving(null);
  };
  const end = () => {
    back();
    close();
  };
  if (removing === null) {
    return (
      <Dialog open={open} title={words.yours} close={end}>
        <Shelf server={server} id={id} use={use} remove={setRemoving} />
      </Dialog>
    );
  }
  const remove = async () => {
    const path = `/${id}/images/${encodeURIComponent(removing.id)}`;
    if (await attempt(() => server.send("DELETE", path))) back();
  };
  return (
    <Dialog
      open={open}
      title={words.removeAsked(removing.name)}
      close={end}
      act={{ text: words.removeIt, dangerous: true, disabled: busy, run: remove }}
    >
      <p>{removing.used ? words.removeUsed : words.removeNote}</p>
      {trouble === null ? null : <Notice tone="failed" title={trouble} />}
    </Dialog>
  );
}

function Shelf({
  server,
  id,
  use,
  remove,
}: {
  server: Api;
  id: string;
  use(image: Image): void;
  remove(image: Image): void;
}) {
  const { value, failure } = useLive((signal) => imagesOf(server.until(signal), id), [server, id]);
  if (failure !== null) return <Notice tone="failed" title={failure.message} />;
  if (value === null) return <Loading label={words.yours} />;
  if (value.images.length === 0) return <p class={ui.quiet}>{words.none}</p>;
  return (
    <ul class={css.shelf}>
      {value.images.map((image) => (
        <li key={image.id}>
          <button
            type="button"
            class={css.picture}
            aria-label={words.use(image.name)}
            onClick={() => use(image)}
          >
            <img src={pathOf(image.url)} alt="" loading="lazy" />
          </button>
          <div class={css.about}>
            <span class={css.name}>{image.name}</span>
            <button
              type="button"
              class={ui.step}
              aria-label={words.remove(image.name)}
              onClick={() => remove(image)}
            >
              ✕
            </button>
          </div>
          <p class={ui.quiet}>
            {words.size(image.width, image.height)}
            {image.used ? ` · ${words.inUse}` : ""}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The theme's logo. */
export const LogoField: Special = ({ value, change, label }) => {
  const schema = { $ref: "#/$defs/ThemeLogo" };
  const logo = (value ?? blank(schema)) as Record<string, unknown>;
  return (
    <fieldset class={css.logo}>
      <legend>{label}</legend>
      <ImageField
        label={words.address}
        value={String(logo.src ?? "")}
        change={(src) => change({ ...logo, src })}
      />
      <ObjectForm
        schema={resolved(schema)}
        value={logo}
        without={["src"]}
        change={change}
        known={{}}
        special={{}}
      />
    </fieldset>
  );
};
