// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// What the checked variant of EL2 (HF_MODEL_CHECK) holds around everything that changes what the
// rows of the IDL ask for, so that calls are atomic to each other: hypervisor/exits/model_check.h
// looks before a call and after it. Taken before all other locks and never twice. In the other
// variants it is empty, and not an instruction is left of it.

#ifndef HYPERVISOR_CALLS_MODEL_LOCK_H_
#define HYPERVISOR_CALLS_MODEL_LOCK_H_

#ifdef HF_MODEL_CHECK
#include "hypervisor/sync/spin_lock.h"
#endif

namespace hf {

class ModelLock {
 public:
#ifdef HF_MODEL_CHECK
  ModelLock() __attribute__((no_thread_safety_analysis)) { lock_.Lock(); }
  ~ModelLock() __attribute__((no_thread_safety_analysis)) { lock_.Unlock(); }
#else
  ModelLock() {}
#endif
  ModelLock(const ModelLock&) = delete;
  ModelLock& operator=(const ModelLock&) = delete;

#ifdef HF_MODEL_CHECK
 private:
  constinit static inline SpinLock lock_;
#endif
};

}  // namespace hf

#endif  // HYPERVISOR_CALLS_MODEL_LOCK_H_
