# SPDX-FileCopyrightText: 2026 The Hafnia Authors
# SPDX-License-Identifier: Apache-2.0

"""Sources of the core with a mistake built in, for tests of tests."""

load("@rules_cc//cc:defs.bzl", "cc_test")

def _mutated_source_impl(ctx):
    output = ctx.actions.declare_file(ctx.label.name + ".cc")
    ctx.actions.expand_template(
        template = ctx.file.src,
        output = output,
        substitutions = ctx.attr.mistake,
    )
    return [DefaultInfo(files = depset([output]))]

mutated_source = rule(
    doc = "A source with some of its text replaced; what is not found in it stays as it is.",
    implementation = _mutated_source_impl,
    attrs = {
        "mistake": attr.string_dict(mandatory = True),
        "src": attr.label(allow_single_file = [".cc"], mandatory = True),
    },
)

def mutant_test(name, test, src, mistake, deps, tags = []):
    """A test that passes if what it tests with finds a mistake.

    The source takes the place of the one in its library: an archive's member is not linked when
    all that it defines is there already. A text of `mistake` that is no longer in the source leaves
    it as it is, and the test fails.

    Args:
      name: of the test.
      test: the source of the test.
      src: the source of the core.
      mistake: what is replaced in it, and by what.
      deps: what finds the mistake, and what the source includes.
      tags: of the test.
    """
    mutated_source(
        name = name + "_source",
        testonly = True,
        mistake = mistake,
        src = src,
    )
    cc_test(
        name = name,
        size = "medium",
        srcs = [
            test,
            ":" + name + "_source",
        ],
        tags = tags,
        deps = ["@googletest//:gtest_main"] + deps,
    )

_CALLS = [
    "//abi:el2",
    "//hypervisor/arch",
    "//hypervisor/base",
    "//hypervisor/calls:context",
    "//hypervisor/calls:internal",
    "//hypervisor/exits:internal",
    "//hypervisor/sync",
    "//hypervisor/vm",
]

# Each has what is replaced, and by what.
_MISTAKES = {
    "blocks_without_looking_again": ("//hypervisor/calls:mailbox.cc", {
        """
  auto state = context.vm().state().Lock();
  if (const auto message = state->mailbox.Take()) return *message;
""": """
  if (const auto message = context.vm().state().Lock()->mailbox.Take()) return *message;
  auto state = context.vm().state().Lock();
""",
    }),
    "configures_after_looking": ("//hypervisor/calls:configure.cc", {
        """
  auto state = context.vm().state().Lock();
  if (state->mailbox.configured()) return -1;
""": """
  if (context.vm().state().Lock()->mailbox.configured()) return -1;
  auto state = context.vm().state().Lock();
""",
    }),
    "hands_over_before_saving": ("//hypervisor/exits:handle_exit.cc", {
        """
    arch::SwitchVcpu(""": """
    if (!from.vm->is_primary()) from.loaded_on.store(nullptr);
    arch::SwitchVcpu(""",
        """
    if (!from.vm->is_primary()) from.loaded_on.store(nullptr, std::memory_order_release);
""": "\n",
    }),
    "locks_without_an_exchange": ("//hypervisor/sync:spin_lock.cc", {
        """
  while (held_.exchange(true, std::memory_order_acquire)) {
""": """
  for (bool held = held_.load(); (held_.store(true), held); held = held_.load()) {
""",
    }),
    "runs_after_looking": ("//hypervisor/calls:run.cc", {
        """
    vcpu_state = VcpuState::kRunning;
  }
""": """
  }
  vm->state().Lock()->vcpus[args.vcpu] = VcpuState::kRunning;
""",
    }),
    "runs_without_waiting_for_the_registers": ("//hypervisor/calls:context.cc", {
        "while (target.loaded_on.load(std::memory_order_acquire) != nullptr) Relax();": "",
    }),
    "sends_after_looking": ("//hypervisor/calls:mailbox.cc", {
        """
    auto state = recipient->state().Lock();
    if (!state->mailbox.writable()) {
""": """
    const bool writable = recipient->state().Lock()->mailbox.writable();
    auto state = recipient->state().Lock();
    if (!writable) {
""",
    }),
    "shares_with_the_giver_locked_first": ("//hypervisor/calls:share.cc", {
        """
#include "hypervisor/vm/both_locked.h"
""": """
#include "hypervisor/vm/vm.h"
""",
        """
namespace hf::calls {
namespace {
""": """
namespace hf::calls {
namespace {

class BothLocked {
 public:
  BothLocked(Vm& a, Vm& b) : first_(a.state().Lock()), second_(b.state().Lock()) {}
  VmState& a() const { return *first_; }
  VmState& b() const { return *second_; }

 private:
  const LockedPtr<VmState> first_;
  const LockedPtr<VmState> second_;
};
""",
    }),
    "waits_after_looking": ("//hypervisor/exits:handle_exit.cc", {
        """
  auto state = context.vm().state().Lock();
  if (state->interrupts[context.caller().index].asserted()) return;
""": """
  if (context.vm().state().Lock()->interrupts[context.caller().index].asserted()) return;
  auto state = context.vm().state().Lock();
""",
    }),
    "wakes_before_the_result_is_there": ("//hypervisor/calls:mailbox.cc", {
        """
      recipient->vcpus()[*woken].registers.x[0] =
          abi::EncodeAt(recipient->level(), MailboxReceiveReturn{sender, size});
""": "\n",
        """
  const uint32_t vcpu = woken.value_or(abi::kInvalidVcpu);
""": """
  if (woken) {
    static_cast<void>(recipient->state().Lock());
    recipient->vcpus()[*woken].registers.x[0] =
        abi::EncodeAt(recipient->level(), MailboxReceiveReturn{sender, size});
  }
  const uint32_t vcpu = woken.value_or(abi::kInvalidVcpu);
""",
    }),
}

def mutant_tests(test):
    """A test for each mistake.

    Args:
      test: the source of what they have in common.
    """
    for name, (src, mistake) in _MISTAKES.items():
        mutant_test(
            name = name + "_test",
            test = test,
            src = src,
            mistake = mistake,
            tags = ["not_instrumented"],
            deps = _CALLS + [":races"],
        )
