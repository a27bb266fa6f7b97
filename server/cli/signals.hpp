#pragma once
// SIGTERM and SIGINT as something to wait for.

namespace aisle::server::cli {

/// Blocks both signals, and ignores SIGPIPE, in this thread and every thread it starts. REQUIRES: called in main before
/// any thread is started.
void block_stop_signals();

/// Waits for the first of them; returns its number.
int wait_for_stop_signal();

/// From now on a further signal ends the process at once, with the exit code shells expect.
void exit_on_next_signal();

}  // namespace aisle::server::cli
