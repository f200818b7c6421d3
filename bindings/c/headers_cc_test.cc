// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// The guest in C, compiled as C++.

#include "bindings/c/headers_test.c"
