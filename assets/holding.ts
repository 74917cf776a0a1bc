// A form waits for the files on their way: sent before they have arrived, it
// would leave them behind.

interface Waiting {
  left: number;
  asked: boolean;
  by: HTMLElement | null; // the button that was pressed
  say: (() => void)[];
}

const forms = new WeakMap<HTMLFormElement, Waiting>();

/** Holds the form until the returned function is called; false lets a waiting sending go, for the person to look. */
export function holdForm(form: HTMLFormElement | null, say: () => void): (well: boolean) => void {
  if (!form) return () => {};
  let waiting = forms.get(form);
  if (!waiting) {
    waiting = { left: 0, asked: false, by: null, say: [] };
    forms.set(form, waiting);
    const w = waiting;
    form.addEventListener("submit", (event) => hold(event, w), { capture: true });
  }
  waiting.left++;
  waiting.say.push(say);
  const w = waiting;
  return (well) => {
    w.left--;
    w.say = w.say.filter((other) => other !== say);
    if (!well) w.asked = false;
    if (w.left || !w.asked) return;
    w.asked = false;
    form.requestSubmit(w.by);
  };
}

function hold(event: SubmitEvent, w: Waiting) {
  if (!w.left) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  w.asked = true;
  w.by = event.submitter;
  for (const say of w.say) say();
}
