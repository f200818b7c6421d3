// SPDX-FileCopyrightText: 2026 The Hafnia Authors
// SPDX-License-Identifier: Apache-2.0
//
// A guest in C, as it is, compiled as C++.

#include HF_OLD_SOURCE
