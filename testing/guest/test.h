// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// Tests that run in the primary VM, over the bindings only. docs/testing.md is the manual;
// hf_guest_test (//testing:defs.bzl) builds and runs them.
//
//     #include "testing/guest/test.h"
//
//     TEST(VmInfo, ThePrimaryIsVm0) { EXPECT_EQ(hf::guest::VmGetId(), hf::guest::kPrimaryVmId); }
//
// Cases run in the order of the sources, on CPU 0 with the MMU off and interrupts masked. A case
// fails when an expectation does; EXPECT_… then goes on, ASSERT_… returns from the function that it
// is in, which returns void. An exception fails the case and ends the boot. OnCpus() (cpus.h) runs
// a function on several CPUs, in which expectations work as well; services.h talks to helper VMs.

#ifndef TESTING_GUEST_TEST_H_
#define TESTING_GUEST_TEST_H_

#include <cstdint>

#include "testing/guest/show.h"

namespace hf::test {

// A case, as TEST() declares it; the linker collects them.
struct Case {
  const char* suite;
  const char* name;
  void (*run)();
};

// Whether a case of this suite and name may be declared: both are letters, digits and '_'.
consteval bool IsName(const char* text) {
  if (*text == '\0') return false;
  for (; *text != '\0'; ++text) {
    const bool letter = (*text | 32) >= 'a' && (*text | 32) <= 'z';
    if (!letter && (*text < '0' || *text > '9') && *text != '_') return false;
  }
  return true;
}

// Marks the running case as failed and reports why. On any CPU.
void Fail(const char* file, uint64_t line, std::string_view what);

// Marks the running case as skipped, unless it fails. On CPU 0.
void Skip(std::string_view why);

// The texts of a failed comparison.
template <typename A, typename B>
[[gnu::noinline]] void FailComparison(const char* file, uint64_t line, const char* what, const A& a,
                                      const B& b) {
  Text text;
  text << what << ": ";
  ShowValue(text, a);
  text << " and ";
  ShowValue(text, b);
  Fail(file, line, text.view());
}

// Literals are int, what calls return is not: integers are compared by their values.
template <typename T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>;

struct Eq {
  template <typename A, typename B>
  static constexpr bool Compare(const A& a, const B& b) {
    if constexpr (Integer<A> && Integer<B>) {
      return (a < 0) == (b < 0) && static_cast<uint64_t>(a) == static_cast<uint64_t>(b);
    } else if constexpr (std::is_convertible_v<const A&, std::string_view> &&
                         std::is_convertible_v<const B&, std::string_view>) {
      return std::string_view(a) == std::string_view(b);
    } else {
      return a == b;
    }
  }
};

struct Lt {
  template <typename A, typename B>
  static constexpr bool Compare(const A& a, const B& b) {
    if constexpr (Integer<A> && Integer<B>) {
      if ((a < 0) != (b < 0)) return a < 0;
      return static_cast<uint64_t>(a) < static_cast<uint64_t>(b);
    } else {
      return a < b;
    }
  }
};

struct Ne {
  static constexpr bool Compare(const auto& a, const auto& b) { return !Eq::Compare(a, b); }
};
struct Gt {
  static constexpr bool Compare(const auto& a, const auto& b) { return Lt::Compare(b, a); }
};
struct Le {
  static constexpr bool Compare(const auto& a, const auto& b) { return !Lt::Compare(b, a); }
};
struct Ge {
  static constexpr bool Compare(const auto& a, const auto& b) { return !Lt::Compare(a, b); }
};

// Both values, or none of them, are taken once.
template <typename Relation, typename A, typename B>
bool Holds(const char* file, uint64_t line, const char* what, const A& a, const B& b) {
  if (Relation::Compare(a, b)) return true;
  FailComparison(file, line, what, a, b);
  return false;
}

inline bool HoldsBool(const char* file, uint64_t line, const char* what, bool value) {
  if (!value) Fail(file, line, what);
  return value;
}

}  // namespace hf::test

#define HF_TEST_RELATION_(relation, name, a, b) \
  ::hf::test::Holds<::hf::test::relation>(__FILE__, __LINE__, name "(" #a ", " #b ")", a, b)
#define HF_TEST_BOOL_(name, condition, wanted)                       \
  ::hf::test::HoldsBool(__FILE__, __LINE__, name "(" #condition ")", \
                        static_cast<bool>(condition) == (wanted))
#define HF_TEST_EXPECT_(holds) static_cast<void>(holds)
#define HF_TEST_ASSERT_(holds) \
  if (holds) {                 \
  } else /* NOLINT */          \
    return

#define EXPECT_EQ(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Eq, "EXPECT_EQ", a, b))
#define EXPECT_NE(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Ne, "EXPECT_NE", a, b))
#define EXPECT_LT(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Lt, "EXPECT_LT", a, b))
#define EXPECT_LE(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Le, "EXPECT_LE", a, b))
#define EXPECT_GT(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Gt, "EXPECT_GT", a, b))
#define EXPECT_GE(a, b) HF_TEST_EXPECT_(HF_TEST_RELATION_(Ge, "EXPECT_GE", a, b))
#define EXPECT_TRUE(condition) HF_TEST_EXPECT_(HF_TEST_BOOL_("EXPECT_TRUE", condition, true))
#define EXPECT_FALSE(condition) HF_TEST_EXPECT_(HF_TEST_BOOL_("EXPECT_FALSE", condition, false))
#define ADD_FAILURE(text) ::hf::test::Fail(__FILE__, __LINE__, text)

#define ASSERT_EQ(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Eq, "ASSERT_EQ", a, b))
#define ASSERT_NE(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Ne, "ASSERT_NE", a, b))
#define ASSERT_LT(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Lt, "ASSERT_LT", a, b))
#define ASSERT_LE(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Le, "ASSERT_LE", a, b))
#define ASSERT_GT(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Gt, "ASSERT_GT", a, b))
#define ASSERT_GE(a, b) HF_TEST_ASSERT_(HF_TEST_RELATION_(Ge, "ASSERT_GE", a, b))
#define ASSERT_TRUE(condition) HF_TEST_ASSERT_(HF_TEST_BOOL_("ASSERT_TRUE", condition, true))
#define ASSERT_FALSE(condition) HF_TEST_ASSERT_(HF_TEST_BOOL_("ASSERT_FALSE", condition, false))
#define SKIP(why) return ::hf::test::Skip(why)

#define TEST(suite, name)                                                                    \
  static_assert(::hf::test::IsName(#suite) && ::hf::test::IsName(#name),                     \
                "TEST: suite and name consist of letters, digits and '_'");                  \
  static void HfTest_##suite##_##name();                                                     \
  [[gnu::used, gnu::retain,                                                                  \
    gnu::section("hf_tests")]] static constinit ::hf::test::Case HfCase_##suite##_##name = { \
      #suite, #name, &HfTest_##suite##_##name};                                              \
  static void HfTest_##suite##_##name()

#endif  // TESTING_GUEST_TEST_H_
