// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0

// No TEST() at all: that is a failure too.

#include "testing/guest/test.h"
