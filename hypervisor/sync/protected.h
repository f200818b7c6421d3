// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// Data that cannot be reached without its lock.
//
//   Protected<Mailbox, LockRank::kVm> mailbox;
//   auto locked = mailbox.Lock();   // released at the end of the scope
//   locked->state = ...;

#ifndef HYPERVISOR_SYNC_PROTECTED_H_
#define HYPERVISOR_SYNC_PROTECTED_H_

#include "hypervisor/sync/lock_rank.h"
#include "hypervisor/sync/spin_lock.h"

namespace hf {

template <class T>
class [[nodiscard]] LockedPtr {
 public:
  LockedPtr(const LockedPtr&) = delete;
  LockedPtr& operator=(const LockedPtr&) = delete;
  ~LockedPtr() __attribute__((no_thread_safety_analysis)) { lock_.Unlock(); }

  T* operator->() const { return &value_; }
  T& operator*() const { return value_; }

 private:
  template <class, LockRank>
  friend class Protected;
  LockedPtr(T& value, SpinLock& lock) __attribute__((no_thread_safety_analysis))
      : value_(value), lock_(lock) {
    lock_.Lock();
  }
  T& value_;
  SpinLock& lock_;
};

template <class T, LockRank kRank>
class Protected {
 public:
  LockedPtr<T> Lock() { return LockedPtr<T>(value_, lock_); }

 private:
  SpinLock lock_;
  T value_;
};

}  // namespace hf

#endif  // HYPERVISOR_SYNC_PROTECTED_H_
