// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// driver LIBRARY [NUMBER…]: runs each behaviour in a process of its own, so that a crash or a hang is one
// behaviour's.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "behaviour.hpp"
#include "hostcall/exception_text.hpp"

namespace {

constexpr int timed_out = 2000;
const char *program = nullptr;
const char *path = nullptr;

std::string in_one_line(std::string text) {
  for (char &each : text) {
    if (each == '\n') each = ' ';
  }
  return text;
}

/// Runs a behaviour in this process, and prints its line.
int run(int number) {
  try {
    run_alone(Behaviour::all().at(number));
  } catch (const Skipped &skipped) {
    return std::printf("skipped %d: %s\n", number, skipped.what()), 0;
  } catch (const Failed &failed) {
    return std::printf("failed %d: %s\n", number, in_one_line(failed.what()).c_str()), 1;
  } catch (...) {
    return std::printf("failed %d: %s\n", number, in_one_line(hostcall::current_exception_text()).c_str()), 1;
  }
  return std::printf("ok %d\n", number), 0;
}

/// Runs a behaviour in a process, and prints the line that the process could not.
bool run_apart(int number) {
  const int status = run_child(std::to_string(number), number == 74 ? 300s : 30s);
  if (status == timed_out) std::printf("failed %d: it takes too long\n", number);
  if (status > 1 && status < timed_out) std::printf("failed %d: its process ended with %d\n", number, status);
  return status == 0;
}

}  // namespace

const hostcall::Library &library() {
  static const hostcall::Library loaded = hostcall::Library::load(path, "conformance_api").value();
  return loaded;
}

Party::Party(const char *open)
    : bridge(library().api(), library().open(open),
             {.report =
                  [log = log_](const std::string &line) {
                    const std::lock_guard lock(log->mutex);
                    log->lines.push_back(line);
                  }}),
      core(bridge) {
  host->core.emplace(core);
}

void run_alone(Behaviour::Run run) {
  std::weak_ptr<EchoHost> host;
  {
    Party party;
    host = party.host;
    party.enter().value();
    run(party);
  }
  EXPECT(eventually([&] { return host.expired(); }));
}

int run_child(const std::string &mode, std::chrono::milliseconds limit) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    execl(program, program, path, "--run", mode.c_str(), static_cast<char *>(nullptr));
    _exit(126);
  }
  int status = 0;
  const Stopwatch watch;
  for (; waitpid(child, &status, WNOHANG) == 0; std::this_thread::sleep_for(2ms)) {
    if (watch.elapsed() < limit) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return timed_out;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

int main(int count, char **arguments) {
  if (count < 2) return std::fprintf(stderr, "usage: driver LIBRARY [NUMBER...]\n"), 64;
  program = arguments[0];
  path = arguments[1];
  if (count == 4 && std::string(arguments[2]) == "--run") {
    const int number = std::atoi(arguments[3]);
    return number > 0 ? run(number) : run_mode(arguments[3]);
  }
  bool is_ok = true;
  for (int index = 2; index < count; index++) is_ok = run_apart(std::atoi(arguments[index])) && is_ok;
  if (count > 2) return is_ok ? 0 : 1;
  for (const auto &[number, each] : Behaviour::all()) is_ok = run_apart(number) && is_ok;
  return is_ok ? 0 : 1;
}
