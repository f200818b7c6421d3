// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Helper VMs, "services": which there are, running them, and talking to them.
//
// A service that takes messages configures its mailbox when it first runs and then waits. The
// primary's own mailbox is configured when one of these functions first needs it; a case that
// tests vm_configure itself must not call them before. CPU 0 only.

#ifndef TESTING_GUEST_SERVICES_H_
#define TESTING_GUEST_SERVICES_H_

#include <hf/hf.h>

#include <cstdint>
#include <optional>
#include <string_view>

// The names of the test's services, in the order of their ids, separated by commas: hf_guest_test
// defines it.
#if !defined(HF_TEST_SERVICES)
#define HF_TEST_SERVICES ""
#endif

namespace hf::test {

// What the compiler speaks of when Service() is given a name that is not in `services`.
void TheTestHasNoServiceOfThisName();

// The id of the service of this name; a name that the test's `services` do not have does not
// compile.
consteval guest::VmId Service(std::string_view name, std::string_view services = HF_TEST_SERVICES) {
  for (uint32_t id = 1; !services.empty(); ++id) {
    const std::string_view first = services.substr(0, services.find(','));
    if (first == name) return guest::VmId{id};
    services.remove_prefix(first.size() == services.size() ? first.size() : first.size() + 1);
  }
  TheTestHasNoServiceOfThisName();
  return guest::kInvalidVmId;
}

// Runs a vCPU until it gives the CPU back for another reason than preemption or yielding; at most
// 10000 times, then fails the case.
guest::VcpuRunReturn Run(guest::VmId vm, guest::VcpuIndex vcpu = {0});

// The primary's pages, for tests of the calls themselves.
char* SendPage();
const char* ReceivePage();

// Makes them the primary's mailbox, if they are not.
void OpenMailbox();

// Sends bytes to a service, which is run first if it has no mailbox yet. False, and the case fails,
// when it does not take them.
bool Send(guest::VmId vm, std::string_view bytes);

// Runs a service, and those that it wakes, until a message arrives; takes it and clears the
// mailbox. The bytes stay until the next call. None, and the case fails, when all wait instead.
struct Message {
  guest::VmId from;
  std::string_view bytes;
};
std::optional<Message> Receive(guest::VmId vm);

// Send() and Receive() of an answer: its bytes, or "" if there was none.
std::string_view Ask(guest::VmId vm, std::string_view bytes);

}  // namespace hf::test

#endif  // TESTING_GUEST_SERVICES_H_
