// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MockUsdt} from "../solidity/MockUsdt.sol";
import {VaultTest} from "./support/VaultTest.sol";

/// @dev The mock has to be as awkward as the real token, or the other tests prove too little.
contract MockUsdtTest is VaultTest {
    function test_transfers_and_approvals_return_nothing() public {
        usdt.mint(address(this), 10);
        (bool ok, bytes memory answer) = address(usdt).call(abi.encodeCall(MockUsdt.transfer, (STRANGER, 1)));
        require(ok && answer.length == 0, "transfer");
        (ok, answer) = address(usdt).call(abi.encodeCall(MockUsdt.approve, (STRANGER, 5)));
        require(ok && answer.length == 0, "approve");
        vm.prank(STRANGER);
        (ok, answer) = address(usdt).call(abi.encodeCall(MockUsdt.transferFrom, (address(this), STRANGER, 5)));
        require(ok && answer.length == 0, "transferFrom");
        eq(usdt.balanceOf(STRANGER), 6, "and they do what they say");
    }

    function test_an_allowance_changes_only_through_zero() public {
        usdt.approve(STRANGER, 5);
        vm.expectRevert(bytes("set the allowance to zero first"));
        usdt.approve(STRANGER, 6);
        usdt.approve(STRANGER, 0);
        usdt.approve(STRANGER, 6);
        eq(usdt.allowance(address(this), STRANGER), 6, "through zero");
    }

    function test_the_fee_is_kept_from_what_arrives_up_to_its_maximum() public {
        usdt.setFee(20, 1_000);
        usdt.mint(STRANGER, 10_000_000);
        vm.prank(STRANGER);
        usdt.transfer(player(1), 100_000);
        eq(usdt.balanceOf(player(1)), 99_800, "0.2 %");
        vm.prank(STRANGER);
        usdt.transfer(player(2), 9_000_000);
        eq(usdt.balanceOf(player(2)), 8_999_000, "at most the maximum");
        eq(usdt.balanceOf(address(this)), 1_200, "the owner has the fees");
    }

    function test_pause_and_block_list_stop_transfers_both_ways() public {
        usdt.mint(player(1), 10);
        usdt.setPaused(true);
        vm.expectRevert(bytes("paused"));
        vm.prank(player(1));
        usdt.transfer(player(2), 1);
        usdt.setPaused(false);
        usdt.setBlackListed(player(1), true);
        vm.expectRevert(bytes("sender is blocked"));
        vm.prank(player(1));
        usdt.transfer(player(2), 1);
        usdt.setBlackListed(player(1), false);
        usdt.setBlackListed(player(2), true);
        vm.expectRevert(bytes("recipient is blocked"));
        vm.prank(player(1));
        usdt.transfer(player(2), 1);
    }

    function test_only_its_owner_makes_money() public {
        vm.expectRevert(bytes("only the owner"));
        vm.prank(STRANGER);
        usdt.mint(STRANGER, 1);
    }
}
