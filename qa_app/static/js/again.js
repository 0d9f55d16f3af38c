// Looks again after ten seconds, while something runs beside the page.
setTimeout(() => location.reload(), 10000);
