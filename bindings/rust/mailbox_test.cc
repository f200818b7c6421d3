// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs the cases of mailbox_cases.rs, which abort with what is wrong. A crate without std has no
// test framework of its own.

#include "gtest/gtest.h"

#define RUST_CASE(test, function) \
  extern "C" void function(void); \
  TEST(RustMailboxTest, test) { function(); }

RUST_CASE(ConfiguresItsPages, rust_configures_its_pages)
RUST_CASE(GivesThePageBackWhenDropped, rust_gives_the_page_back_when_dropped)
RUST_CASE(GivesThePageBackOnce, rust_gives_the_page_back_once)
RUST_CASE(CopiesOutWhatFits, rust_copies_out_what_fits)
RUST_CASE(GivesNothingBackWithoutAMessage, rust_gives_nothing_back_without_a_message)
RUST_CASE(TakesNoMoreThanThePage, rust_takes_no_more_than_the_page)
RUST_CASE(SendsWhatItIsGiven, rust_sends_what_it_is_given)
RUST_CASE(PrimaryGetsAMessageWithItsRunCode, rust_primary_gets_a_message_with_its_run_code)
