#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hostcall.h"

hostcall_bridge thermostat_open(void); /* of the core */

static hostcall_bridge bridge;

/* -- The function that the core calls ---------------------------------------- */

struct reading {
  uint64_t call_id;
  uint32_t sensor;
};

/* Runs on a thread of the host: measures, and answers the call. */
static void *measure(void *argument) {
  struct reading *reading = argument;
  double celsius = reading->sensor == 1 ? 19.5 : 22.5;
  hostcall_complete(bridge, reading->call_id, HOSTCALL_REPLY_OK, (const uint8_t *)&celsius, sizeof celsius);
  free(reading);
  return NULL;
}

/* Runs on the caller's thread: copies the request, starts a worker, and returns. */
static void read_sensor(uint64_t call_id, const uint8_t *request, size_t request_len, void *user_data) {
  (void)user_data;
  struct reading *reading = malloc(sizeof *reading);
  pthread_t thread;
  if (reading != NULL && request_len == sizeof reading->sensor) {
    reading->call_id = call_id;
    memcpy(&reading->sensor, request, request_len);
    if (pthread_create(&thread, NULL, measure, reading) == 0) {
      pthread_detach(thread);
      return;
    }
  }
  free(reading);
  hostcall_complete(bridge, call_id, HOSTCALL_REPLY_ERROR, (const uint8_t *)"no reading", 10);
}

/* -- The call to the core ---------------------------------------------------- */

struct answer {
  sem_t arrived;
  int32_t outcome;
  double celsius;
};

/* Runs on a thread of the bridge: copies the payload, and wakes the main thread. */
static void reply(int32_t outcome, const uint8_t *payload, size_t payload_len, void *user_data) {
  struct answer *answer = user_data;
  answer->outcome = outcome;
  if (outcome == HOSTCALL_REPLY_OK && payload_len == sizeof answer->celsius) {
    memcpy(&answer->celsius, payload, payload_len);
  }
  sem_post(&answer->arrived);
}

int main(void) {
  bridge = thermostat_open();
  if (bridge == 0 || hostcall_register(bridge, "read_sensor", read_sensor, NULL) != HOSTCALL_OK) return 1;

  uint32_t sensors[2] = {1, 2};
  struct answer answer = {.outcome = HOSTCALL_REPLY_ERROR};
  sem_init(&answer.arrived, 0, 0);
  int32_t status = hostcall_call(bridge, "mean_temperature", (const uint8_t *)sensors, sizeof sensors, reply, &answer, NULL);
  printf("hostcall_call: %s\n", hostcall_status_name(status));
  if (status == HOSTCALL_OK) {
    sem_wait(&answer.arrived);
    printf("outcome %d, %.1f degrees\n", answer.outcome, answer.celsius);
  }

  printf("hostcall_close: %s\n", hostcall_status_name(hostcall_close(bridge)));
  return 0;
}
