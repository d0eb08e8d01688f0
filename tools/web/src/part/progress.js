// Shows how far a job has come while it runs, and its end when it is over. Without it
// a link brings the page up to date.
const panel = document.querySelector("[data-job]");

if (panel && "EventSource" in window) {
  const line = panel.querySelector("[role=status]");
  const bar = panel.querySelector("progress");
  for (const link of panel.querySelectorAll("[data-without-script]")) link.hidden = true;
  const events = new EventSource(panel.dataset.job);
  let told = 0;
  events.addEventListener("job", (e) => {
    const job = JSON.parse(e.data);
    if (job.total > 0) {
      bar.max = job.total;
      bar.value = job.done;
    }
    if (job.over) {
      events.close();
      location.reload();
      return;
    }
    // Who listens to the page is not told of every article.
    const now = Date.now();
    if (line.textContent !== job.line && now - told > 1000) {
      line.textContent = job.line;
      told = now;
    }
  });
  // A server that has ended does not come back with the job.
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) {
      for (const link of panel.querySelectorAll("[data-without-script]")) link.hidden = false;
    }
  });
  addEventListener("pagehide", () => events.close());
}
