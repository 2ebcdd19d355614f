// A page that waits for a job: asks how far it is, shows it, and loads anew when it has ended.
const EVERY = 700; // milliseconds
const SLOWER = 5000; // after an answer that did not come

const panel = document.querySelector("[data-poll]");
const bar = document.getElementById("job-bar");
const words = document.getElementById("job-words");

async function ask() {
  const answer = await fetch(panel.dataset.poll, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function show(job) {
  if (!job.unfinished) {
    location.reload();
    return false;
  }
  bar.max = job.total || 1;
  bar.value = job.done;
  if (words.textContent !== job.sentence) words.textContent = job.sentence;
  return true;
}

async function watch() {
  try {
    if (show(await ask())) setTimeout(watch, EVERY);
  } catch {
    setTimeout(watch, SLOWER);
  }
}

if (panel) setTimeout(watch, EVERY);
